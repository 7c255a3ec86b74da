package nn

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

// conv4JSON is the description of Conv4(64): changing it breaks every weight file there is.
const conv4JSON = `{"name":"conv4-64","input":[3,56,56],"normalisation":{"kind":"fixed","mean":[0.485,0.456,0.406],"std":[0.229,0.224,0.225]},"layers":[` +
	`{"op":"conv","name":"conv1","out":64,"kernel":3,"pad":1},{"op":"batchnorm","name":"norm1"},{"op":"relu"},{"op":"maxpool","kernel":2,"stride":2},` +
	`{"op":"conv","name":"conv2","out":64,"kernel":3,"pad":1},{"op":"batchnorm","name":"norm2"},{"op":"relu"},{"op":"maxpool","kernel":2,"stride":2},` +
	`{"op":"conv","name":"conv3","out":64,"kernel":3,"pad":1},{"op":"batchnorm","name":"norm3"},{"op":"relu"},{"op":"maxpool","kernel":2,"stride":2},` +
	`{"op":"conv","name":"conv4","out":64,"kernel":3,"pad":1},{"op":"batchnorm","name":"norm4"},{"op":"relu"},{"op":"maxpool","kernel":2,"stride":2},` +
	`{"op":"flatten"}]}`

// everyOp has every operator and every member.
const everyOp = `{"name":"every.op_1","input":[3,9,8],"normalisation":{"kind":"image"},"layers":[` +
	`{"op":"conv","name":"a","out":6,"kernel":3,"stride":2,"pad":1,"groups":3},{"op":"batchnorm","name":"b","eps":0.001},{"op":"relu6","name":"r"},` +
	`{"op":"maxpool","kernel":3,"pad":1},{"op":"add","from":"r"},{"op":"relu"},{"op":"gem","name":"g","eps":0.00001},{"op":"linear","name":"l","out":4},` +
	`{"op":"flatten"},{"op":"l2norm","eps":1e-10},{"op":"avgpool"}]}`

func TestDescribe(t *testing.T) {
	n := Conv4(64)
	got, err := n.Describe()
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != conv4JSON {
		t.Errorf("got  %s\nwant %s", got, conv4JSON)
	}
	for _, want := range []string{conv4JSON, everyOp} {
		n, err := ReadNetwork([]byte(want))
		if err != nil {
			t.Fatal(err)
		}
		got, err := n.Describe()
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if read, err := ReadNetwork([]byte(conv4JSON)); err != nil || !reflect.DeepEqual(*read, n) {
		t.Errorf("read %+v, %v", read, err)
	}
}

func TestReadNetworkErrors(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"empty", conv4JSON, "", "it ends too early"},
		{"not an object", conv4JSON, "[]", "not an object"},
		{"null", conv4JSON, "null", "not an object"},
		{"truncated", `{"op":"flatten"}]}`, `{"op":"fl`, `at "/layers/16/op": it ends too early`},
		{"trailing object", `"flatten"}]}`, `"flatten"}]}{}`, "something follows"},
		{"trailing garbage", `{"op":"flatten"}]}`, `{"op":"flatten"}]}x`, "invalid character"},
		{"unknown member", `"input"`, `"size":1,"input"`, `at "/size": unknown member`},
		{"unknown member of a layer", `"pad":1`, `"dilation":1`, `at "/layers/0/dilation": unknown member`},
		{"unknown member of the normalisation", `"kind"`, `"sort":"a","kind"`, "unknown member"},
		{"duplicate member", `"kernel":3`, `"kernel":3,"kernel":3`, "duplicate"},
		{"case matters", `"kernel":3`, `"Kernel":3`, "unknown member"},
		{"string for a number", `"kernel":3`, `"kernel":"3"`, `at "/layers/0/kernel": not a whole number`},
		{"fraction", `"kernel":3`, `"kernel":3.5`, "not a whole number of 64 bits"},
		{"exponent", `"kernel":3`, `"kernel":3e0`, "not a whole number of 64 bits"},
		{"beyond 32 bits", `"kernel":3`, `"kernel":4294967299`, "not a whole number of 32 bits"},
		{"beyond 64 bits", `"kernel":3`, `"kernel":18446744073709551619`, "not a whole number of 64 bits"},
		{"two sides", `[3,56,56]`, `[3,56]`, "want 3 numbers"},
		{"four sides", `[3,56,56]`, `[3,56,56,1]`, "more than 3 elements"},
		{"two means", `[0.485,0.456,0.406]`, `[0.485,0.456]`, "fewer than 3 numbers"},
		{"four means", `[0.485,0.456,0.406]`, `[0.485,0.456,0.406,0]`, "more than 3 elements"},
		{"mean out of range", `0.485`, `1e99`, "not a number that 32 bits can hold"},
		{"NaN", `0.485`, `"NaN"`, "not a number"},
		{"invalid UTF-8", `"conv1"`, "\"\xff\"", "invalid UTF-8"},
		{"no input", `"input":[3,56,56],`, ``, "input has 0 channels"},
		{"no normalisation", `"normalisation":{"kind":"fixed","mean":[0.485,0.456,0.406],"std":[0.229,0.224,0.225]},`, ``, "neither fixed nor image"},
		{"too long", `"layers":[`, strings.Repeat(" ", maxDescription) + `"layers":[`, "longer than"},
		{"too many layers", `{"op":"flatten"}`, strings.Repeat(`{"op":"flatten"},`, 600) + `{"op":"flatten"}`, `at "/layers": more than 512 elements`},
		{"long unknown member", `"input"`, `"` + strings.Repeat("x", 10000) + `":1,"input"`, "unknown member"},
	} {
		text := strings.Replace(conv4JSON, c.from, c.to, 1)
		if text == conv4JSON {
			t.Fatalf("%s: nothing replaced", c.name)
		}
		_, err := ReadNetwork([]byte(text))
		var format *FormatError
		if !errors.As(err, &format) {
			t.Errorf("%s: error %v is no FormatError", c.name, err)
			continue
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %q does not say %q", c.name, err, c.want)
		}
		if len(err.Error()) > 300 {
			t.Errorf("%s: an error of %d bytes", c.name, len(err.Error()))
		}
	}
}

func TestShapes(t *testing.T) {
	n := Conv4(64)
	shapes, err := n.Shapes()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]Shape{0: {64, 56, 56}, 3: {64, 28, 28}, 7: {64, 14, 14}, 11: {64, 7, 7}, 15: {64, 3, 3}, 16: {576, 1, 1}} {
		if shapes[i] != want {
			t.Errorf("layer %d gives %v, want %v", i, shapes[i], want)
		}
	}
	if got, err := n.OutputLen(); got != 576 || err != nil {
		t.Errorf("OutputLen is %d, %v", got, err)
	}
	macs, err := n.MACs()
	if err != nil || macs[0] != 64*56*56*27 || macs[4] != 64*28*28*576 || macs[1] != 0 {
		t.Errorf("MACs are %v, %v", macs, err)
	}
}

func TestParams(t *testing.T) {
	n, err := ReadNetwork([]byte(everyOp))
	if err != nil {
		t.Fatal(err)
	}
	got, err := n.Params()
	if err != nil {
		t.Fatal(err)
	}
	want := []Param{
		{"a.weight", []int{6, 1, 3, 3}, false}, {"a.bias", []int{6}, true},
		{"b.weight", []int{6}, false}, {"b.bias", []int{6}, false}, {"b.running_mean", []int{6}, false}, {"b.running_var", []int{6}, false},
		{"g.p", []int{1}, false},
		{"l.weight", []int{4, 6}, false}, {"l.bias", []int{4}, true},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestShapesErrors(t *testing.T) {
	conv := Layer{Op: OpConv, Name: "a", Out: 8, Kernel: 3}
	with := func(l Layer, change func(l *Layer)) []Layer {
		change(&l)
		return []Layer{l}
	}
	layers := func(l ...Layer) []Layer { return l }
	for _, c := range []struct {
		name   string
		layers []Layer
		want   string
	}{
		{"none", nil, "no layers"},
		{"too many", make([]Layer, maxLayers+1), "more than 512 layers"},
		{"no op", layers(Layer{}), "unknown op"},
		{"unknown op", layers(Layer{Op: "attention"}), "unknown op"},
		{"conv without name", with(conv, func(l *Layer) { l.Name = "" }), "its name is not"},
		{"slash in a name", with(conv, func(l *Layer) { l.Name = "a/b" }), "its name is not"},
		{"long name", with(conv, func(l *Layer) { l.Name = strings.Repeat("a", 65) }), "its name is not"},
		{"same name twice", layers(conv, conv), "same name"},
		{"no out", with(conv, func(l *Layer) { l.Out = 0 }), "out is 0"},
		{"too much out", with(conv, func(l *Layer) { l.Out = 8193 }), "out is 8193"},
		{"negative out", with(conv, func(l *Layer) { l.Out = -8 }), "out is -8"},
		{"no kernel", with(conv, func(l *Layer) { l.Kernel = 0 }), "kernel is 0"},
		{"huge kernel", with(conv, func(l *Layer) { l.Kernel = 1 << 30 }), "kernel is"},
		{"negative stride", with(conv, func(l *Layer) { l.Stride = -1 }), "stride is -1"},
		{"negative pad", with(conv, func(l *Layer) { l.Pad = -1 }), "pad is -1"},
		{"pad as large as the kernel", with(conv, func(l *Layer) { l.Pad = 3 }), "pad is 3, not between 0 and 2"},
		{"pool's pad above half", layers(Layer{Op: OpMaxPool, Kernel: 3, Pad: 2}), "pad is 2, not between 0 and 1"},
		{"groups", with(conv, func(l *Layer) { l.Groups = 2 }), "groups do not divide"},
		{"kernel beyond the picture", with(conv, func(l *Layer) { l.Kernel = 11 }), "larger than its input"},
		{"kernel of a relu", layers(Layer{Op: OpReLU, Kernel: 3}), "cannot have kernel"},
		{"out of a pool", layers(Layer{Op: OpMaxPool, Kernel: 2, Out: 3}), "cannot have out"},
		{"groups of a linear", layers(Layer{Op: OpFlatten}, Layer{Op: OpLinear, Name: "a", Out: 2, Groups: 1}), "cannot have groups"},
		{"eps of a conv", with(conv, func(l *Layer) { l.Eps = 1 }), "cannot have eps"},
		{"negative eps", layers(Layer{Op: OpL2Norm, Eps: -1}), "eps is not"},
		{"from of a conv", with(conv, func(l *Layer) { l.From = "b" }), "cannot have from"},
		{"add of nothing", layers(conv, Layer{Op: OpAdd}), "no earlier layer"},
		{"add of a later layer", layers(conv, Layer{Op: OpAdd, From: "b"}, Layer{Op: OpReLU, Name: "b"}), "no earlier layer"},
		{"add of another shape", layers(conv, Layer{Op: OpMaxPool, Kernel: 2}, Layer{Op: OpAdd, From: "a"}), "adds 8x8x8 to 8x7x7"},
		{"linear of a picture", layers(Layer{Op: OpLinear, Name: "a", Out: 2}), "not flat"},
		{"batch norm without name", layers(Layer{Op: OpBatchNorm}), "its name is not"},
	} {
		n := Network{Name: "test", Input: Shape{3, 10, 10}, Normalisation: Normalisation{Kind: NormImage}, Layers: c.layers}
		_, err := n.Shapes()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v does not say %q", c.name, err, c.want)
		}
		if _, err := n.Params(); err == nil {
			t.Errorf("%s: Params accepts it", c.name)
		}
		if _, err := n.Describe(); err == nil {
			t.Errorf("%s: Describe accepts it", c.name)
		}
	}

	for _, c := range []struct {
		name   string
		change func(n *Network)
		want   string
	}{
		{"no name", func(n *Network) { n.Name = "" }, "its name is not"},
		{"grey", func(n *Network) { n.Input.C = 1 }, "1 channels, want 3"},
		{"no height", func(n *Network) { n.Input.H = 0 }, "sides"},
		{"negative width", func(n *Network) { n.Input.W = -56 }, "sides"},
		{"wide", func(n *Network) { n.Input.W = 4097 }, "sides"},
		{"too many values", func(n *Network) { n.Input.H, n.Input.W = 4096, 4096 }, "add up to more than 33554432"},
		{"too many weights", func(n *Network) { *n = Conv4(8192); n.Input.H, n.Input.W = 16, 16 }, "add up to more than 67108864"},
		{"zero deviation", func(n *Network) { n.Normalisation.Std[1] = 0 }, "not positive"},
		{"image with means", func(n *Network) { n.Normalisation.Kind = NormImage }, "no mean and std"},
		{"unknown kind", func(n *Network) { n.Normalisation.Kind = "whitened" }, "neither fixed nor image"},
	} {
		n := Conv4(64)
		c.change(&n)
		if _, err := n.Shapes(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v does not say %q", c.name, err, c.want)
		}
	}
}
