//go:build torch

package main

import (
	"flag"
	"fmt"
	"math"
	"os"

	"docent/model/atomicfile"
	"docent/model/nn"
	"docent/trainer/torch"
	"docent/trainer/train"
)

func exportCommand(flags *flag.FlagSet, args []string) error {
	run := flags.String("run", "", "folder of the run")
	out := flags.String("o", "", "weight file to write (safetensors)")
	dtype := flags.String("dtype", "F16", "F16 or F32")
	activations := flags.String("activations", "", "also write inputs and libtorch's outputs there, for parity tests")
	if err := parse(flags, args); err != nil {
		return err
	}
	if *run == "" || *out == "" || *dtype != "F16" && *dtype != "F32" {
		return usage(flags, "name the run with -run and the file with -o; -dtype is F16 or F32")
	}
	cp, err := train.ReadCheckpoint(*run)
	if err != nil {
		return err
	}
	if cp == nil {
		return fmt.Errorf("no run in %s: trainer train -o %s starts one", *run, *run)
	}
	unfolded, err := cp.Model()
	if err != nil {
		return err
	}
	folded, err := nn.Fold(unfolded)
	if err != nil {
		return err
	}
	b, err := folded.Encode(nn.DType(*dtype), nil)
	if err != nil {
		return err
	}
	if err := atomicfile.WriteBytes(*out, b); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: %s, %d bytes, episode %d of %d\n", *out, folded.Network.Name, len(b), cp.Step, cp.Config.Steps())
	if *activations == "" {
		return nil
	}
	exported, err := nn.ReadModel(b)
	if err != nil {
		return err
	}
	a, err := activationsOf(exported)
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(*activations, a)
}

// activationsOf runs the exported weights in libtorch on a few inputs, and
// returns both as safetensors: "input" (N, C, H, W) and "output" (N, D).
// Everything else that runs the network is tested against this file.
func activationsOf(m *nn.Model) ([]byte, error) {
	const count = 4
	in := m.Network.Input
	size := in.C * in.H * in.W
	inputs := make([]float32, 0, count*size)
	for i := range count {
		inputs = append(inputs, pattern(i, in)...)
	}
	net, err := torch.NewNet(m)
	if err != nil {
		return nil, err
	}
	defer net.Drop()
	outputs, err := train.EmbedAll(net, count, func(i int, dst, _ []float32) { channelsLast(dst, inputs[i*size:][:size], in) })
	if err != nil {
		return nil, err
	}
	var flat []float32
	for _, o := range outputs {
		flat = append(flat, o...)
	}
	return nn.WriteSafetensors(&nn.File{
		Metadata: map[string]string{"docent.activations": "1", "network": m.Network.Name, "weights": m.Hash},
		Tensors: []nn.Tensor{
			{Name: "input", DType: "F32", Dims: []int{count, in.C, in.H, in.W}, Data: inputs},
			{Name: "output", DType: "F32", Dims: []int{count, len(outputs[0])}, Data: flat},
		},
	})
}

// pattern is the i-th test input, (C, H, W): waves of several lengths within
// the range of normalised pictures, with a hard edge.
func pattern(i int, in nn.Shape) []float32 {
	x := make([]float32, 0, in.C*in.H*in.W)
	for c := range in.C {
		for y := range in.H {
			for z := range in.W {
				v := math.Sin(float64(y*(c+1))*0.21+float64(i)) + 0.7*math.Cos(float64(z)*(0.13+0.3*float64(i)))
				if (y+z+9*c)%(17+i) < 5 {
					v = -v
				}
				x = append(x, float32(v))
			}
		}
	}
	return x
}

// channelsLast copies (C, H, W) to (H, W, C).
func channelsLast(dst, src []float32, in nn.Shape) {
	plane := in.H * in.W
	for c := range in.C {
		for i, v := range src[c*plane:][:plane] {
			dst[i*in.C+c] = v
		}
	}
}
