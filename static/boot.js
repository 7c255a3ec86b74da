// boot.js starts docent in the page: it looks whether the browser can, downloads the program with its progress shown, and hands over to Go.
// It is written for old browsers, so that what they lack is said and not just broken.
(function () {
  "use strict";
  var root = document.documentElement;

  function $(id) { return document.getElementById(id); }

  // The texts in the HTML exist in these languages; Go has more to say about it later (wasm/phrase).
  function language() {
    var kept = null, all = navigator.languages || [navigator.language || "en"], i;
    try { kept = localStorage.getItem("docent.language"); } catch (e) { /* storage is switched off */ }
    if (kept) all = [kept].concat(Array.prototype.slice.call(all));
    for (i = 0; i < all.length; i++) {
      if (/^(en|fr)\b/i.test(all[i])) return all[i].slice(0, 2).toLowerCase();
    }
    return "en";
  }
  root.lang = language();

  function only(id, detailID, detail) {
    var mains = document.querySelectorAll(".screen"), i;
    for (i = 0; i < mains.length; i++) mains[i].hidden = true;
    $(detailID).textContent = detail;
    $(id).hidden = false;
  }

  function lacking() {
    var names = ["WebAssembly", "Promise", "fetch", "Worker", "TextEncoder", "TextDecoder", "Uint8ClampedArray", "Symbol", "BigInt"], out = [], i;
    for (i = 0; i < names.length; i++) if (!window[names[i]]) out.push(names[i]);
    if (!window.crypto || !window.crypto.getRandomValues) out.push("crypto");
    if (!Object.fromEntries) out.push("ES2019");
    return out;
  }

  function failed(err) {
    if (window.console) console.error(err);
    if (window.WebAssembly && err instanceof WebAssembly.CompileError) only("unsupported", "lacks", String(err));
    else only("failed", "failure", String(err && err.message || err));
  }
  var again = document.querySelectorAll("[data-retry]"), k;
  for (k = 0; k < again.length; k++) again[k].addEventListener("click", function () { location.reload(); });

  var lacks = lacking();
  if (lacks.length) { only("unsupported", "lacks", lacks.join(", ")); return; }

  // Go continues the same line from where the program's download ends (wasm/browser/welcome.go).
  var share = 0.6;
  function progress(f) {
    var line = $("loading"), done = Math.min(f, 1) * share;
    line.style.setProperty("--done", String(Math.round(1000 * done)));
    line.setAttribute("aria-valuenow", String(Math.round(100 * done)));
  }

  function script(url) {
    return new Promise(function (resolve, reject) {
      var s = document.createElement("script");
      s.src = url;
      s.onload = resolve;
      s.onerror = function () { reject(new Error(url)); };
      document.head.appendChild(s);
    });
  }

  // counted passes a response on and reports the share that has arrived. Docent-Length is the length after
  // decompression, which is what the stream yields; Content-Length serves where nothing was compressed.
  function counted(r) {
    var total = +(r.headers.get("Docent-Length") || (!r.headers.get("Content-Encoding") && r.headers.get("Content-Length")) || 0);
    if (!r.body || !window.ReadableStream) return r;
    var reader = r.body.getReader(), seen = 0, stream;
    try {
      stream = new ReadableStream({
        pull: function (c) {
          return reader.read().then(function (part) {
            if (part.done) { c.close(); return; }
            seen += part.value.byteLength;
            progress(total ? seen / total : seen / (seen + 2e6));
            c.enqueue(part.value);
          });
        },
        cancel: function (why) { return reader.cancel(why); }
      });
      return new Response(stream, { headers: { "Content-Type": "application/wasm" } });
    } catch (e) {
      reader.releaseLock();
      return r;
    }
  }

  function program() {
    return fetch("docent.wasm").then(function (r) {
      if (!r.ok) throw new Error("docent.wasm: " + r.status + " " + r.statusText);
      r = counted(r);
      // Some hosts do not know what WebAssembly is: browsers compile what they send once it is whole.
      if (WebAssembly.compileStreaming && /^application\/wasm/.test(r.headers.get("Content-Type"))) return WebAssembly.compileStreaming(r);
      return r.arrayBuffer().then(function (b) { return WebAssembly.compile(b); });
    });
  }

  Promise.all([program(), script("wasm_exec.js")]).then(function (got) {
    var go = new Go();
    return WebAssembly.instantiate(got[0], go.importObject).then(function (instance) {
      progress(1);
      // What Go is told: which part to play, its own memory (compiled networks import it) and its code (the worker runs the same).
      window.docent = { role: "page", module: got[0], memory: instance.exports.mem };
      return go.run(instance);
    });
  }).then(function () { throw new Error("the program has ended"); }).catch(failed);
})();
