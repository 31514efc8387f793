/** A page's own program, which knows the package by its name alone: as its user would write it. */
import {
  check,
  compile,
  cpuEngine,
  loadModelData,
  locateIn,
  memoryHost,
  train,
  weightTensors,
} from "nnet/web";

const text = `
Dense(8, relu) -> Dense(3, softmax)
data { source = csv("iris.csv")  target = species  normalize = minmax }
train { loss = sparse_categorical_crossentropy  optimizer = Adam(0.05)  epochs = 40 }
`;

async function library(iris) {
  const host = memoryHost({ "iris.csv": iris });
  const locate = locateIn(host);
  const { model, diagnostics } = await check({ name: "iris.nnet", text }, { host, locate });
  if (!model) throw new Error("the model was not understood");
  const dataset = await loadModelData(host, model, locate);
  const { layout, session } = await train({ model, dataset, engine: cpuEngine, host });
  const { bytes, predict } = await compile(model, {
    weights: weightTensors(layout, session.state),
    preprocessing: dataset.preprocessing,
  });
  const probabilities = [...(predict({ features: [5.1, 3.5, 1.4, 0.2] }).output ?? [])];
  return { bytes: [...bytes], rules: diagnostics.map(({ rule }) => rule), probabilities };
}

Object.assign(globalThis, { library });
