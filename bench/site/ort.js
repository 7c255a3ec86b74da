// ort.js runs onnxruntime-web at its best on one thread:
// - the build for WebAssembly alone (ort.wasm): smaller, and no other back end to choose from; it has SIMD only;
// - one thread, and no proxy worker, which would add two messages to each run: everyone here works on this thread;
// - all graph optimisations (it fuses Conv and Relu), memory arena and pattern, which are its defaults;
// - tensors are made once a frame, outside of what is measured. The outputs are its own fresh arrays.
"use strict";
importScripts("peers/onnxruntime-web/dist/ort.wasm.min.js");

async function startORT() {
  ort.env.wasm.wasmPaths = new URL("peers/onnxruntime-web/dist/", location.href).href;
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.logLevel = "error";
  engines.push({ name: "onnxruntime-web", open: openORT });
}

async function openORT(net) {
  const session = await ort.InferenceSession.create(new Uint8Array(await bytes(net.at + "model.onnx")), {
    executionProviders: ["wasm"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    enableCpuMemArena: true,
    enableMemPattern: true,
  });
  const feeds = net.inputs.map((x) => ({ x: new ort.Tensor("float32", x, session.inputMetadata[0].shape) }));
  return async (i) => (await session.run(feeds[i])).y.data;
}
