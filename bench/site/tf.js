// tf.js runs tfjs with its WebAssembly back end at its best on one thread:
// - the module with SIMD and without threads, in production mode (no checks of tensors);
// - the network as operations called one after the other: the executor of its graph models would call the same ones
//   with more ado;
// - channels last, bias and activation fused into convolutions (XNNPACK's kernels), weights uploaded once;
// - no transposition of flattened pictures: weights and the expected output are put in its order beforehand.
"use strict";
importScripts("peers/@tensorflow/tfjs-core/dist/tf-core.min.js", "peers/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js");

async function startTF() {
  tf.wasm.setWasmPaths(new URL("peers/@tensorflow/tfjs-backend-wasm/dist/", location.href).href);
  tf.enableProdMode();
  tf.env().set("WASM_HAS_SIMD_SUPPORT", true);
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (!await tf.setBackend("wasm")) throw new Error("tfjs: its WebAssembly back end does not start");
  await tf.ready();
  engines.push({ name: "tfjs", open: openTF });
}

// lastChannels turns a picture (C, H, W) into (H, W, C).
function lastChannels(x, [, h, w, c]) {
  const out = new Float32Array(x.length);
  for (let k = 0; k < c; k++) for (let p = 0; p < h * w; p++) out[p * c + k] = x[k * h * w + p];
  return out;
}

async function openTF(net) {
  const program = await (await fetch(net.at + "tf.json")).json();
  const data = new Float32Array(await bytes(net.at + "tf.bin"));
  const tensor = (d) => d && tf.tensor(data.slice(d.offset, d.offset + d.shape.reduce((a, b) => a * b)), d.shape);
  const steps = program.ops.map((op) => step({ ...op, filter: tensor(op.filter), bias: tensor(op.bias) }));
  const inputs = net.inputs.map((x) => lastChannels(x, program.input));

  const forward = (i) => {
    const kept = {};
    let x = tf.tensor4d(inputs[i], program.input);
    steps.forEach((f, n) => {
      x = f(x, kept);
      if (program.ops[n].kept) kept[n] = x;
    });
    return x;
  };
  const run = (i) => {
    const y = tf.tidy(() => forward(i));
    const out = y.dataSync();
    y.dispose();
    return out;
  };
  run.order = (y) => Float32Array.from(program.order, (at) => y[at]);
  return run;
}

// step returns a function that computes an operation of bench/workload's tfOp.
function step(op) {
  const activation = op.act || "linear", { filter, bias } = op;
  const picture = (x) => (x.rank === 4 ? x : tf.reshape(x, [1, 1, 1, -1]));
  const window = { strides: op.stride, pad: op.pad || 0, dimRoundingMode: "floor" };
  switch (op.op) {
    case "conv":
      if (op.groups > 1) return grouped(op, window, activation, picture);
      return (x) => tf.fused.conv2d({ x: picture(x), filter, bias, activation, ...window });
    case "depthwise":
      return (x) => tf.fused.depthwiseConv2d({ x: picture(x), filter, bias, activation, ...window });
    case "linear":
      return (x) => tf.fused.matMul({ a: tf.reshape(x, [1, -1]), b: filter, bias, activation });
    case "relu": return (x) => tf.relu(x);
    case "relu6": return (x) => tf.relu6(x);
    case "maxpool": return (x) => tf.maxPool(picture(x), op.kernel, op.stride, op.pad || 0, "floor");
    case "avgpool": return (x) => tf.mean(picture(x), [1, 2], true);
    case "gem": // of values above 0, and bounded by what a float32 holds for the usual powers
      return (x) => tf.pow(tf.mean(tf.pow(tf.maximum(picture(x), op.eps), op.p), [1, 2], true), 1 / op.p);
    case "flatten": return (x) => tf.reshape(x, [1, -1]);
    case "add": return (x, kept) => tf.add(x, tf.reshape(kept[op.from || 0], x.shape));
    case "l2norm": return (x) => tf.div(x, tf.maximum(tf.norm(x), op.eps));
  }
  throw new Error("tfjs: no operation computes " + op.op);
}

// grouped computes a convolution of channel groups, which tfjs does not have: one for each group.
function grouped(op, window, activation, picture) {
  const filters = tf.split(op.filter, op.groups, 3), biases = op.bias ? tf.split(op.bias, op.groups) : [];
  return (x) => tf.concat(tf.split(picture(x), op.groups, 3).map((part, g) =>
    tf.fused.conv2d({ x: part, filter: filters[g], bias: biases[g], activation, ...window })), 3);
}
