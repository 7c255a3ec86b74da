// worker.js measures: docent and its peers run in this one worker, on the same thread, in turn.
//
// Each defines an engine: open(net) returns (a promise of) a function run(i) that computes frame i and returns (a promise
// of) its output in numbers. What is measured is the way from an array of the network's input to an array of its output,
// both in JavaScript's memory, so that everyone pays for taking the numbers in and handing them out.
"use strict";
const engines = []; // { name, open }
const networks = {}; // by name: { name, inputs, wants, run: { engine: run } }

importScripts("docent.js", "ort.js", "tf.js");

const bytes = async (url) => {
  const r = await fetch(url);
  if (!r.ok) throw new Error(url + ": " + r.status + " " + r.statusText);
  return r.arrayBuffer();
};

// split cuts an array into equal parts.
function split(array, count) {
  const n = array.length / count;
  return Array.from({ length: count }, (_, i) => array.slice(i * n, (i + 1) * n));
}

// difference returns the largest difference, relative to the largest number that is wanted.
function difference(got, want) {
  if (got.length !== want.length) throw new Error(`${got.length} numbers, want ${want.length}`);
  let diff = 0, scale = 0;
  for (let i = 0; i < want.length; i++) {
    const d = Math.abs(got[i] - want[i]);
    if (d > diff || isNaN(d)) diff = d; // a NaN stays: nothing is larger
    scale = Math.max(scale, Math.abs(want[i]));
  }
  return diff / scale;
}

function shuffle(list) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}

const requests = {
  // start starts the engines and returns their names, and docent's own.
  async start() {
    await startDocent();
    await startORT();
    await startTF();
    return { engines: engines.map((e) => e.name), isolated: self.crossOriginIsolated };
  },

  // open loads a network, {name, frames}, into every engine.
  async open({ network, frames }) {
    const at = `networks/${network}/`;
    const [inputs, wants] = await Promise.all([bytes(at + "frames.bin"), bytes(at + "wants.bin")]);
    const net = { at, inputs: split(new Float32Array(inputs), frames), wants: split(new Float32Array(wants), frames), run: {} };
    for (const e of engines) net.run[e.name] = await e.open(net);
    networks[network] = net;
    return {};
  },

  // rounds runs every engine once a round, in another order each time: all frames, one after the other. It returns the
  // milliseconds of a forward pass by engine, a number a round, and the worst difference of any output.
  async rounds({ network, count, tolerance }) {
    const net = networks[network], times = {}, worst = {};
    for (const { name } of engines) [times[name], worst[name]] = [[], 0];
    for (let round = 0; round < count; round++) {
      for (const { name } of shuffle(engines.slice())) {
        const run = net.run[name], outputs = [];
        const begun = performance.now();
        for (let i = 0; i < net.inputs.length; i++) outputs.push(await run(i));
        times[name].push((performance.now() - begun) / net.inputs.length);
        for (let i = 0; i < outputs.length; i++) {
          const d = difference(run.order ? run.order(outputs[i]) : outputs[i], net.wants[i]);
          if (!(d <= tolerance)) throw new Error(`${name} on ${network}, frame ${i}: differs from plain Go by ${d}`);
          worst[name] = Math.max(worst[name], d);
        }
      }
    }
    return { times, worst };
  },

  // inside runs docent's engine on a network from within Go, without JavaScript's arrays: milliseconds of a forward pass.
  inside({ network, engine, count }) { return { times: networks[network].run[engine].inside(count) }; },

  // kernels times docent's kernels on weights at an address; see bench/page.
  async kernels({ url, direct, rounds }) {
    return program.kernels(new Uint8Array(await bytes(url)), direct, rounds);
  },

  // scan times docent's search for the nearest of many works.
  scan({ works, dim, rounds }) { return program.scan(works, dim, rounds); },
};

self.onmessage = async (e) => {
  try {
    self.postMessage(await requests[e.data.kind](e.data));
  } catch (err) {
    self.postMessage({ error: String(err && err.message || err) });
  }
};
