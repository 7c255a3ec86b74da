// run.js runs ONNX files with onnxruntime-web: node run.js FOLDER-OF-onnxruntime-web FOLDER COUNT
// reads <i>.onnx and <i>.x (float32) of the folder and writes <i>.y, or <i>.error.
"use strict";
const fs = require("fs"), path = require("path");
const [runtime, folder, count] = process.argv.slice(2);
const ort = require(path.join(runtime, "dist", "ort.node.min.js"));
ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

async function run(i) {
  const file = (ext) => path.join(folder, i + ext);
  const bytes = fs.readFileSync(file(".x"));
  const x = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const session = await ort.InferenceSession.create(fs.readFileSync(file(".onnx")), { executionProviders: ["wasm"] });
  const dims = session.inputMetadata[0].shape;
  const { y } = await session.run({ x: new ort.Tensor("float32", x, dims) });
  fs.writeFileSync(file(".y"), new Uint8Array(y.data.buffer, y.data.byteOffset, y.data.byteLength));
  await session.release();
}

(async () => {
  for (let i = 0; i < +count; i++) {
    await run(i).catch((e) => fs.writeFileSync(path.join(folder, i + ".error"), String(e)));
  }
})();
