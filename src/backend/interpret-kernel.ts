/** One launch of one kernel, element by element, with the bits that every target must give. */
import { numberArithmetic } from "../tensor/number-arithmetic.ts";
import { foldInOrder } from "../tensor/reduction-order.ts";
import { type NumberArray, sizeOf } from "../tensor/types.ts";
import { type ElementEnv, evaluator } from "./interpret-expr.ts";
import type {
  ContractKernel,
  Kernel,
  Launch,
  MapKernel,
  ReduceKernel,
  ScatterKernel,
  Store,
} from "./kernel.ts";

/** Runs a launch over the program's buffers, indexed as its `args` name them. */
export function interpretLaunch(launch: Launch, buffers: readonly NumberArray[]): void {
  const { kernel } = launch;
  checkArgs(launch);
  const env: ElementEnv = {
    index: [],
    accumulator: 0,
    buffers: launch.args.map(({ buffer, offset }) => ({ values: buffers[buffer] as NumberArray, offset })),
    element: 0,
  };
  if (kernel.kind === "map") runMap(kernel, env);
  else if (kernel.kind === "reduce") runReduce(kernel, env);
  else if (kernel.kind === "contract") runContract(kernel, env);
  else runScatter(kernel, env);
}

function checkArgs({ kernel, args }: Launch): void {
  if (args.length !== kernel.buffers.length) {
    throw new RangeError(`kernel ${kernel.name} takes ${kernel.buffers.length} buffers, got ${args.length}`);
  }
}

function runMap(kernel: MapKernel, env: ElementEnv): void {
  const store = storing(kernel, kernel.stores, env);
  for (const index of indicesOf(kernel.shape)) {
    env.index = index;
    store();
  }
}

function runReduce(kernel: ReduceKernel, env: ElementEnv): void {
  const value = evaluator(kernel.value, env);
  const store = storing(kernel, kernel.stores, env);
  const { dtype } = kernel.value;
  const arithmetic = numberArithmetic[dtype];
  const reducedIndices = [...indicesOf(kernel.reduced)];
  const zeros = kernel.reduced.map(() => 0);
  for (const kept of indicesOf(kernel.kept)) {
    env.accumulator = foldInOrder(
      kernel.order,
      reducedIndices.length,
      (position) => {
        env.index = [...kept, ...(reducedIndices[position] as number[])];
        env.element++;
        return value();
      },
      (a, b) => kernel.primitive.kernel(arithmetic, a, b),
      kernel.primitive.identity[dtype],
    );
    env.index = [...kept, ...zeros];
    store();
  }
}

function runContract(kernel: ContractKernel, env: ElementEnv): void {
  const { batch, m, n, k, dtype } = kernel;
  const a = evaluator({ kind: "load", dtype, access: kernel.a }, env);
  const b = evaluator({ kind: "load", dtype, access: kernel.b }, env);
  const store = storing(kernel, kernel.stores, env);
  const { add, multiply } = numberArithmetic[dtype];
  const steps = [...indicesOf(k)];
  const zeros = k.map(() => 0);
  for (const index of indicesOf([...batch, m, n])) {
    let sum = 0;
    for (const step of steps) {
      env.index = [...index, ...step];
      env.element++;
      sum = add(sum, multiply(a(), b()));
    }
    env.accumulator = sum;
    env.index = [...index, ...zeros];
    store();
  }
}

function runScatter(kernel: ScatterKernel, env: ElementEnv): void {
  const { positions, row, rows, stride, target } = kernel;
  const [index, value] = [evaluator(kernel.index, env), evaluator(kernel.value, env)];
  const { add } = numberArithmetic[kernel.value.dtype];
  const { values, offset } = env.buffers[target.buffer] as ElementEnv["buffers"][number];
  const start = (indices: readonly number[]): number =>
    offset + target.at.offset + dot(target.at.strides, indices);
  const zeros = positions.map(() => 0);
  for (let number = 0; number < rows; number++) {
    for (const inner of indicesOf(row)) values[start([...zeros, ...inner]) + number * stride] = 0;
  }
  for (const indices of indicesOf([...positions, ...row])) {
    env.index = indices;
    env.element++;
    const at = start(indices) + Math.min(Math.max(index(), 0), rows - 1) * stride;
    values[at] = add(values[at] as number, value());
  }
}

/** Computes every store of the current element, then writes them: no store is seen by a load of its own element. */
function storing(kernel: Kernel, stores: readonly Store[], env: ElementEnv): () => void {
  const values = stores.map(({ value }) => evaluator(value, env));
  for (const { access } of stores) {
    if (!kernel.buffers[access.buffer]?.written)
      throw new RangeError(`kernel ${kernel.name} writes a buffer it only reads`);
  }
  return () => {
    env.element++;
    const results = values.map((value) => value());
    stores.forEach(({ access }, number) => {
      const { values: target, offset } = env.buffers[access.buffer] as ElementEnv["buffers"][number];
      const at = offset + access.at.offset + dot(access.at.strides, env.index);
      if (at < 0 || at >= target.length)
        throw new RangeError(`kernel ${kernel.name} writes outside a buffer`);
      target[at] = results[number] as number;
    });
  };
}

function dot(strides: readonly number[], index: readonly number[]): number {
  let sum = 0;
  for (let axis = 0; axis < strides.length; axis++)
    sum += (strides[axis] as number) * (index[axis] as number);
  return sum;
}

function* indicesOf(shape: readonly number[]): Generator<number[]> {
  const total = sizeOf(shape);
  for (let position = 0; position < total; position++) {
    const index = new Array<number>(shape.length);
    let rest = position;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] as number;
      index[axis] = rest % size;
      rest = Math.floor(rest / size);
    }
    yield index;
  }
}
