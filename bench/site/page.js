// page.js runs in the page: it passes on what make bench asks of the worker that measures, and of docent's own.
"use strict";

// starts a worker and returns a function that asks it: one request at a time, answered by one message.
function start(url, first) {
  const worker = new Worker(url);
  let waiting = null;
  worker.onmessage = (e) => {
    if (e.data.kind === "progress" || !waiting) return; // docent's worker tells how far it has come
    const { resolve, reject } = waiting;
    waiting = null;
    if (e.data.error || e.data.kind === "trouble") reject(new Error(e.data.error || e.data.detail));
    else resolve(e.data);
  };
  worker.onerror = (e) => waiting && waiting.reject(new Error(e.message));
  if (first) worker.postMessage(first);
  const ask = (message, transfer) => new Promise((resolve, reject) => {
    waiting = { resolve, reject };
    worker.postMessage(message, transfer || []);
  });
  ask.stop = () => worker.terminate();
  return ask;
}

let bench = null;

// ask asks the worker that measures (worker.js).
function ask(message) {
  bench = bench || start("worker.js");
  return bench(message);
}

let docent = null, scenes = [];

// recogniser starts docent's own worker, as its page does, on the site at an address. It returns the name of its engine.
async function recogniser(site, pictures) {
  if (docent) docent.stop();
  const [module, manifest] = await Promise.all([
    WebAssembly.compileStreaming(fetch(site + "docent.wasm")),
    fetch(site + "bundle/manifest.json").then((r) => r.arrayBuffer()),
  ]);
  docent = start(site + "worker.js", { module });
  const ready = await docent({ kind: "open", manifest: new Uint8Array(manifest) });
  scenes = await Promise.all(pictures.map(async (url) => createImageBitmap(await (await fetch(url)).blob())));
  return ready.engine;
}

let canvas = null, context = null;

// grab scales a frame as docent's page does (wasm/browser/picture.go).
function grab(scene) {
  const scale = Math.min(320 / Math.max(scene.width, scene.height), 1), w = Math.round(scene.width * scale), h = Math.round(scene.height * scale);
  if (!canvas || canvas.width !== w || canvas.height !== h) {
    canvas = new OffscreenCanvas(w, h);
    context = canvas.getContext("2d", { alpha: false });
    context.imageSmoothingQuality = "high";
    context.fillStyle = "#fff";
  }
  context.fillRect(0, 0, w, h);
  context.drawImage(scene, 0, 0, scene.width, scene.height, 0, 0, w, h);
  return canvas.transferToImageBitmap();
}

// look shows the recogniser frames as the camera's loop does: a bitmap is taken, handed over, and answered. It returns the
// milliseconds of each frame: all, and of that drawing and looking, as the worker tells them.
async function look(count) {
  const all = [], draw = [], looked = [];
  for (let i = 0; i < count; i++) {
    const scene = scenes[i % scenes.length];
    const begun = performance.now();
    const bitmap = grab(scene);
    const answer = await docent({ kind: "look", bitmap }, [bitmap]);
    all.push(performance.now() - begun);
    draw.push(answer.draw);
    looked.push(answer.look);
    if (answer.index.length === 0) throw new Error("the recogniser names no work");
  }
  return { all, draw, look: looked };
}
