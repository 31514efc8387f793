// Runs a compiled model in Node without nnet: node node.mjs iris.wasm 5.1 3.5 1.4 0.2
import { readFileSync } from "node:fs";

const [file, ...row] = process.argv.slice(2);
const { module, instance } = await WebAssembly.instantiate(readFileSync(file));
const { memory, input, output, run } = instance.exports;
const [section] = WebAssembly.Module.customSections(module, "nnet");
const { inputs, outputs } = JSON.parse(new TextDecoder().decode(section));

const arrays = { f32: Float32Array, f64: Float64Array, i32: Int32Array };
const view = ({ dtype, shape }, pointer) =>
  new arrays[dtype](memory.buffer, pointer, shape.reduce((product, size) => product * size, 1));

view(inputs[0], input(0)).set(row.map(Number));
run();
const values = [...view(outputs[0], output(0))];
const { classes } = outputs[0];
console.log(JSON.stringify(classes ? Object.fromEntries(classes.map((name, i) => [name, values[i]])) : values));
