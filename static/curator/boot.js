// boot.js starts the curator's program: it looks whether the browser can, downloads the program with its progress shown, and hands over to Go.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const only = (id, detailID, detail) => {
    for (const s of document.querySelectorAll(".screen")) s.hidden = true;
    $(detailID).textContent = detail;
    $(id).hidden = false;
  };
  const failed = (err) => {
    console.error(err);
    if (window.WebAssembly && err instanceof WebAssembly.CompileError) only("unsupported", "lacks", String(err));
    else only("failed", "failure", String((err && err.message) || err));
  };
  $("retry").addEventListener("click", () => location.reload());
  const lacks = ["WebAssembly", "Worker", "indexedDB", "TextDecoder", "BigInt", "Blob"].filter((name) => !window[name]);
  if (lacks.length) { only("unsupported", "lacks", lacks.join(", ")); return; }

  const progress = (f) => $("openingBar").style.setProperty("--done", String(Math.round(1000 * Math.min(f, 1))));
  const script = (url) => new Promise((resolve, reject) => {
    const s = document.createElement("script");
    s.src = url;
    s.onload = resolve;
    s.onerror = () => reject(new Error(url));
    document.head.appendChild(s);
  });

  // counted passes a response on and shows the share that has arrived. Docent-Length is the length after decompression.
  const counted = (r) => {
    const total = +(r.headers.get("Docent-Length") || (!r.headers.get("Content-Encoding") && r.headers.get("Content-Length")) || 0);
    if (!r.body || !window.ReadableStream) return r;
    const reader = r.body.getReader();
    let seen = 0;
    return new Response(new ReadableStream({
      async pull(c) {
        const part = await reader.read();
        if (part.done) { c.close(); return; }
        seen += part.value.byteLength;
        progress(total ? seen / total : seen / (seen + 8e6));
        c.enqueue(part.value);
      },
      cancel: (why) => reader.cancel(why),
    }), { headers: { "Content-Type": "application/wasm" } });
  };
  const program = async () => {
    const r = await fetch("../curator.wasm");
    if (!r.ok) throw new Error("curator.wasm: " + r.status + " " + r.statusText);
    if (WebAssembly.compileStreaming) return WebAssembly.compileStreaming(counted(r));
    return WebAssembly.compile(await r.arrayBuffer());
  };
  Promise.all([program(), script("../wasm_exec.js")]).then(async ([module]) => {
    const go = new Go();
    const instance = await WebAssembly.instantiate(module, go.importObject);
    window.docent = { role: "page", module, memory: instance.exports.mem };
    await go.run(instance);
    throw new Error("the program has ended");
  }).catch(failed);
})();
