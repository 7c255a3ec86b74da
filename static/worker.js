// worker.js runs the page’s program in a Web Worker, in its other part; the curator’s page does it, too. The page’s first message brings the compiled module.
"use strict";
importScripts("wasm_exec.js");
self.onmessage = (e) => {
  const go = new Go();
  go.env.GOGC = "50"; // linear memory never shrinks: collect earlier rather than grow
  WebAssembly.instantiate(e.data.module, go.importObject).then((instance) => {
    self.docent = { role: "worker", module: e.data.module, memory: instance.exports.mem };
    return go.run(instance);
  }).then(() => { throw new Error("the program has ended"); }).catch((err) => self.postMessage({ kind: "trouble", trouble: "stopped", detail: String(err) }));
};
