// docent.js runs docent's own engines, in a Go program of their own (bench/page) that does what docent's worker does.
"use strict";
importScripts("wasm_exec.js");

let program = null; // what bench/page leaves behind: { engines, open(engine, weights), kernels, scan }

async function startDocent() {
  const go = new Go();
  go.env.GOGC = "50"; // as docent's worker has it
  const { instance } = await WebAssembly.instantiateStreaming(fetch("page.wasm"), go.importObject);
  program = await new Promise((resolve, reject) => {
    self.docentBench = { memory: instance.exports.mem, ready: resolve, failed: reject };
    go.run(instance).then(() => reject(new Error("bench/page has ended")), reject);
  });
  for (const name of program.engines) engines.push({ name: "docent " + name, open: (net) => openDocent(name, net) });
}

async function openDocent(engine, net) {
  const weights = new Uint8Array(await bytes(net.at + "weights.safetensors"));
  const runner = await program.open(engine, weights);
  const inputs = net.inputs.map((x) => new Uint8Array(x.buffer));
  const outputs = net.wants.map((y) => new Float32Array(y.length)); // made once, as in docent's worker
  const raw = outputs.map((y) => new Uint8Array(y.buffer));
  const run = (i) => { runner.forward(inputs[i], raw[i]); return outputs[i]; };
  run.inside = (count) => runner.inside(count);
  return run;
}
