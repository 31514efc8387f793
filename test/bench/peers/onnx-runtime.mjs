// A prediction of the benchmark's networks in ONNX Runtime, from models that export_onnx.py wrote. Prints the median
// milliseconds as JSON. Run by `npm run bench`; one process a measurement.
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function measure({ model, batch, folder, threads, seconds }) {
  const session = await InferenceSession.create(join(folder, `${model}-${batch}.onnx`), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionProviders: ["cpu"],
  });
  const [name] = session.inputNames;
  const { shape } = session.inputMetadata[0];
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => ((i * 7919) % 1009) / 1009);
  const feeds = { [name]: new Tensor("float32", values, shape) };
  const call = () => session.run(feeds);
  for (const warm = performance.now() + (seconds * 1000) / 3; performance.now() < warm; ) await call();
  const times = [];
  for (const end = performance.now() + (seconds * 2000) / 3; times.length < 3 || performance.now() < end; ) {
    const begin = performance.now();
    await call();
    times.push(performance.now() - begin);
  }
  return { median: median(times), calls: times.length };
}

measure(JSON.parse(process.argv[2])).then(
  (result) => console.log(JSON.stringify(result)),
  (error) => console.log(JSON.stringify({ cannot: error.message.split("\n")[0] })),
);
