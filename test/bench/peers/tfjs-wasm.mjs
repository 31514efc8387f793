// A training step, or a prediction, of the benchmark's networks in TensorFlow.js on its WebAssembly backend. Prints the median
// milliseconds as JSON, or what the backend lacks. Run by `npm run bench`; one process a measurement.
import { createRequire } from "node:module";
import { dirname } from "node:path";

// The node bundles are CommonJS; the package's ES modules do not load in Node as they are.
const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs-core");
const { layers, sequential } = require("@tensorflow/tfjs-layers");
const wasm = require("@tensorflow/tfjs-backend-wasm");

const dense = (units, activation) => layers.dense({ units, activation });
const conv = (filters, padding) => layers.conv2d({ filters, kernelSize: 3, padding, activation: "relu" });
const pool = () => layers.maxPooling2d({ poolSize: 2 });
const networks = {
  "mlp-8-64-32-1": [[8], () => [dense(64, "relu"), dense(32, "relu"), dense(1, "sigmoid")]],
  "mlp-784-128-64-10": [[784], () => [dense(128, "relu"), dense(64, "relu"), dense(10, "softmax")]],
  "mnist-convnet": [
    [28, 28, 1],
    () => [conv(32, "valid"), pool(), conv(64, "valid"), pool(), layers.flatten(), dense(10, "softmax")],
  ],
  "cifar-convnet": [
    [32, 32, 3],
    () => [
      ...[32, 64].flatMap((filters) => [conv(filters, "same"), conv(filters, "same"), pool()]),
      ...[layers.flatten(), dense(256, "relu"), dense(10, "softmax")],
    ],
  ],
  // Its default initializer, orthogonal, fails: it calls a method that only the whole of TensorFlow.js has. Times do not depend on it.
  "lstm-64-64": [[64, 64], () => [layers.lstm({ units: 64, recurrentInitializer: "glorotUniform" }), dense(10, "softmax")]],
  "wide-1024": [[1024], () => [...[1, 2, 3].map(() => dense(1024, "relu")), dense(10, "softmax")]],
};

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function measure({ model: name, batch, purpose, seconds }) {
  const network = networks[name];
  if (!network) throw new Error(`TensorFlow.js has no layer for ${name}`);
  wasm.setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`);
  await tf.setBackend("wasm");
  await tf.ready();
  const [shape, make] = network;
  const model = sequential({ layers: [layers.inputLayer({ inputShape: shape }), ...make()] });
  const classes = model.outputs[0].shape.at(-1);
  const loss = classes === 1 ? "binaryCrossentropy" : "categoricalCrossentropy";
  model.compile({ optimizer: tf.train.adam(1e-3), loss });
  const x = tf.randomUniform([batch, ...shape]);
  const index = tf.tensor1d(Array.from({ length: batch }, (_, i) => i % classes), "int32");
  const y = classes === 1 ? tf.ones([batch, 1]) : tf.oneHot(index, classes);
  const call =
    purpose === "train"
      ? () => model.trainOnBatch(x, y)
      : async () => {
          const result = model.predictOnBatch(x);
          await result.data();
          result.dispose();
        };
  for (const warm = performance.now() + (seconds * 1000) / 3; performance.now() < warm; ) await call();
  const times = [];
  for (const end = performance.now() + (seconds * 2000) / 3; times.length < 3 || performance.now() < end; ) {
    const begin = performance.now();
    await call();
    times.push(performance.now() - begin);
  }
  return { median: median(times), steps: times.length, rss: process.resourceUsage().maxRSS / 1024 };
}

measure(JSON.parse(process.argv[2])).then(
  (result) => console.log(JSON.stringify(result)),
  (error) => console.log(JSON.stringify({ cannot: error.message.split("\n")[0] })),
);
