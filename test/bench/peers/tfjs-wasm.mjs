// One training step of an MLP in TensorFlow.js on its WebAssembly backend. Reads {sizes, batch, steps} as JSON from the
// command line, prints the milliseconds of each step as JSON. Run by `npm run bench`; one process a measurement.
import { createRequire } from "node:module";
import { dirname } from "node:path";

// The node bundles are CommonJS; the package's ES modules do not load in Node as they are.
const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs-core");
const layers = require("@tensorflow/tfjs-layers");
const wasm = require("@tensorflow/tfjs-backend-wasm");

const { sizes, batch, steps, warmup } = JSON.parse(process.argv[2]);
wasm.setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`);
await tf.setBackend("wasm");
await tf.ready();

const model = layers.sequential();
for (let i = 1; i < sizes.length; i++) {
  const last = i === sizes.length - 1;
  model.add(
    layers.layers.dense({
      units: sizes[i],
      activation: last ? (sizes[i] === 1 ? "sigmoid" : "softmax") : "relu",
      ...(i === 1 ? { inputShape: [sizes[0]] } : {}),
    }),
  );
}
const classes = sizes.at(-1);
model.compile({ optimizer: tf.train.adam(1e-3), loss: classes === 1 ? "binaryCrossentropy" : "categoricalCrossentropy" });
const x = tf.randomUniform([batch, sizes[0]]);
const y = classes === 1 ? tf.ones([batch, 1]) : tf.oneHot(tf.tensor1d(Array.from({ length: batch }, (_, i) => i % classes), "int32"), classes);
const times = [];
for (let i = 0; i < warmup + steps; i++) {
  const begin = performance.now();
  await model.trainOnBatch(x, y);
  if (i >= warmup) times.push(performance.now() - begin);
}
console.log(JSON.stringify({ backend: tf.getBackend(), times }));
