package nn_test

import (
	"fmt"

	"docent/model/nn"
)

// A weight file becomes a model, a model a runner, a picture an embedding.
func Example() {
	random, err := nn.NewRandom(nn.Conv4(64), 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	file, err := random.Encode(nn.F16, map[string]string{"trainer": "none"})
	if err != nil {
		fmt.Println(err)
		return
	}

	model, err := nn.ReadModel(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	runner, err := nn.NewRunner(model)
	if err != nil {
		fmt.Println(err)
		return
	}
	picture := make([]float32, 3*56*56) // normalised, channel by channel
	embedding := make([]float32, runner.OutputLen())
	if err := runner.Forward(embedding, picture); err != nil {
		fmt.Println(err)
		return
	}
	w, h := runner.InputSize()
	fmt.Println(model.Network.Name, w, h, len(embedding))
	// Output: conv4-64 56 56 576
}
