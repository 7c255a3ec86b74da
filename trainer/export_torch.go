//go:build torch

package main

import (
	"flag"
	"fmt"
	"math"
	"os"

	"docent/internal/engine"
	"docent/model/atomicfile"
	"docent/model/background"
	"docent/model/nn"
	"docent/trainer/dataset"
	"docent/trainer/impostors"
	"docent/trainer/torch"
	"docent/trainer/train"
)

func exportCommand(flags *flag.FlagSet, args []string) error {
	run := flags.String("run", "", "folder of the run")
	out := flags.String("o", "", "weight file to write (safetensors)")
	dtype := flags.String("dtype", "F16", "F16 or F32")
	bits := flags.Int("bits", 24, "significant bits of a weight: with 5 the file takes half of the download once it is compressed")
	activations := flags.String("activations", "", "also write inputs and libtorch's outputs there, for parity tests")
	backdrop := flags.String("background", "", "also write embeddings of pictures that no collection holds there, for building bundles")
	rows := flags.Int("rows", impostors.Rows, "of the background")
	var flat, walls paths
	flags.Var(&flat, "pictures", "folder of pictures that the run was trained on, for the background (may be repeated)")
	flags.Var(&walls, "walls", "folder of photos without artworks, for the background (may be repeated)")
	if err := parse(flags, args); err != nil {
		return err
	}
	if *run == "" || *out == "" || *dtype != "F16" && *dtype != "F32" {
		return usage(flags, "name the run with -run and the file with -o; -dtype is F16 or F32")
	}
	if *bits < 2 || *bits > 24 {
		return usage(flags, "-bits is 2 to 24")
	}
	if *backdrop != "" && (len(flat) == 0 || *rows < 1) {
		return usage(flags, "name the pictures of the background with -pictures; -rows is 1 or more")
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
	for _, weights := range folded.Params {
		if len(weights) > largestBias {
			nn.Round(weights, *bits)
		}
	}
	b, err := folded.Encode(nn.DType(*dtype), nil)
	if err != nil {
		return err
	}
	if err := atomicfile.WriteBytes(*out, b); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: %s, %d bytes, episode %d of %d\n", *out, folded.Network.Name, len(b), cp.Step, cp.Config.Steps())
	exported, err := nn.ReadModel(b)
	if err != nil {
		return err
	}
	if *activations != "" {
		a, err := activationsOf(exported)
		if err != nil {
			return err
		}
		if err := atomicfile.WriteBytes(*activations, a); err != nil {
			return err
		}
	}
	if *backdrop == "" {
		return nil
	}
	return writeBackground(*backdrop, exported, *rows, cp.Config, flat, walls)
}

// largestBias is the number of weights of a layer up to which they are exported as they are: biases, which are few.
const largestBias = 1024

// writeBackground writes a background for the exported weights, of works that the run was trained on: those held out stay
// strangers to it.
func writeBackground(path string, m *nn.Model, rows int, c train.Config, flat, walls []string) error {
	works, err := dataset.Draw(dataset.Side, rows, c.Held, c.Seed, flat...)
	if err != nil {
		return err
	}
	photos, err := readWalls(walls)
	if err != nil {
		return err
	}
	e, err := engine.Open(engine.Auto)
	if err != nil {
		return err
	}
	defer e.Close()
	set, err := impostors.Make(m, e, works, photos)
	if err != nil {
		return err
	}
	b, err := background.Encode(set, m.Hash)
	if err != nil {
		return err
	}
	if err := atomicfile.WriteBytes(path, b); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: %d embeddings of %d numbers, %d bytes\n", path, set.Len(), set.Dim, len(b))
	return nil
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
