/**
 * Kernels as plain C: loops over the axes with the formula inside. Sums are taken in the order that every target has
 * (`tensor/reduction-order.ts`); independent ones stand side by side in the innermost loop, where compilers find vectors.
 */
import type { DType } from "../../../tensor/types.ts";
import { sizeOf } from "../../../tensor/types.ts";
import type { ContractKernel, Kernel, MapKernel, ReduceKernel, ScatterKernel, Store } from "../../kernel.ts";
import { squeezed } from "../../squeezed.ts";
import { applied } from "./c-functions.ts";
import type { CHelpers } from "./c-helpers.ts";
import { accessText, bufferName, KernelTerms, loopName } from "./kernel-terms.ts";
import { cTypeName, leaf, numberText, type Term } from "./term.ts";
import { TermWriter } from "./term-writer.ts";

type Lines = readonly string[];

/** `aliased` where a buffer is given for several parameters. */
export function printKernel(h: CHelpers, given: Kernel, name: string, aliased: boolean): string {
  const kernel = squeezed(given);
  const parameters = kernel.buffers.map(({ dtype, written }, buffer) => {
    const pointer = `${written ? "" : "const "}${cTypeName[dtype]} *`;
    return `${pointer}${aliased ? "" : "restrict "}${bufferName(buffer)}`;
  });
  return [
    `/* ${kernel.name} */`,
    `static void ${name}(${parameters.join(", ")}) {`,
    ...indent(bodyOf(h, kernel)),
    "}",
  ].join("\n");
}

function bodyOf(h: CHelpers, kernel: Kernel): Lines {
  switch (kernel.kind) {
    case "map":
      return loops(kernel.shape, 0, elementLines(h, kernel));
    case "reduce":
      return loops(kernel.kept, 0, [...foldLines(h, kernel), ...storeLines(h, kernel.stores, total(kernel))]);
    case "contract":
      return contractLines(h, kernel);
    case "scatter":
      return scatterLines(h, kernel);
  }
}

function indent(lines: Lines): Lines {
  return lines.map((line) => (line === "" ? line : `  ${line}`));
}

/** A loop for every axis longer than 1, which is all that `squeezed` kernels speak of; the first axis is number `first`. */
function loops(shape: readonly number[], first: number, body: Lines): Lines {
  return shape.reduceRight<Lines>(
    (inner, size, axis) => (size === 1 ? inner : loop(loopName(first + axis), size, inner)),
    body,
  );
}

function loop(name: string, size: number, body: Lines): Lines {
  return [`for (int ${name} = 0; ${name} < ${size}; ${name}++) {`, ...indent(body), "}"];
}

function elementLines(h: CHelpers, { stores }: MapKernel): Lines {
  return storeLines(h, stores);
}

/** All values are computed before the first is written. */
function storeLines(h: CHelpers, stores: readonly Store[], accumulator?: Term): Lines {
  const terms = new KernelTerms(h, accumulator);
  const values = stores.map(({ value }) => terms.of(value));
  const writer = new TermWriter(values);
  const texts = values.map((value) => writer.write(value));
  const before = writer.takeLines();
  const [store] = stores;
  if (store && stores.length === 1) return [...before, `${accessText(store.access)} = ${texts[0]};`];
  return [
    ...before,
    ...values.map((value, i) => `const ${cTypeName[value.type]} r${i} = ${texts[i]};`),
    ...stores.map(({ access }, i) => `${accessText(access)} = r${i};`),
  ];
}

function total({ value }: ReduceKernel): Term {
  return leaf("acc", value.dtype);
}

/** Declares `acc` and folds into it. */
function foldLines(h: CHelpers, kernel: ReduceKernel): Lines {
  const { kept, reduced, order, primitive, value } = kernel;
  const { dtype } = value;
  const type = cTypeName[dtype];
  const identity = numberText(primitive.identity[dtype], dtype);
  const length = sizeOf(reduced);
  const terms = new KernelTerms(h);
  const element = terms.of(value);
  const combine = (into: string, other: Term): Lines => {
    const result = applied(h, primitive, dtype, [leaf(into, dtype), other]);
    const writer = new TermWriter([result]);
    const text = writer.write(result);
    return [...writer.takeLines(), `${into} = ${text};`];
  };
  const nest = (body: Lines): Lines => loops(reduced, kept.length, body);
  if (order.lanes === 1 && length <= order.piece) {
    return [`${type} acc = ${identity};`, ...nest(combine("acc", element))];
  }
  const { lanes, piece } = order;
  const tree = treeOf(h, kernel, lanes, dtype);
  const one = length <= piece;
  const finish = one
    ? []
    : [
        `if (count % ${piece} == 0 || count == ${length}) {`,
        ...indent([
          `const ${type} part = ${tree}(lane);`,
          `if (count <= ${piece}) {`,
          "  acc = part;",
          "} else {",
          ...indent(combine("acc", leaf("part", dtype))),
          "}",
          `for (int lane_index = 0; lane_index < ${lanes}; lane_index++) lane[lane_index] = ${identity};`,
        ]),
        "}",
      ];
  return [
    `${type} lane[${lanes}];`,
    `for (int lane_index = 0; lane_index < ${lanes}; lane_index++) lane[lane_index] = ${identity};`,
    ...(one ? [] : [`${type} acc = ${identity};`]),
    "int count = 0;",
    ...nest([...combine(`lane[count % ${lanes}]`, element), "count++;", ...finish]),
    ...(one ? [`const ${type} acc = ${tree}(lane);`] : []),
  ];
}

/** The lanes meet in a fixed tree. */
function treeOf(h: CHelpers, { primitive }: ReduceKernel, lanes: number, dtype: DType): string {
  const type = cTypeName[dtype];
  const name = `${primitive.name.replace(/\W+/g, "_")}_${lanes}_lanes_${dtype}`;
  const result = applied(h, primitive, dtype, [leaf("lane[i]", dtype), leaf("lane[i + half]", dtype)]);
  const text = new TermWriter([result]).write(result);
  return h.need(name, () =>
    [
      `static inline ${type} ${name}(${type} *lane) {`,
      `  for (int half = ${lanes >> 1}; half >= 1; half /= 2) {`,
      `    for (int i = 0; i < half; i++) lane[i] = ${text};`,
      "  }",
      "  return lane[0];",
      "}",
    ].join("\n"),
  );
}

/** Columns whose sums are taken side by side: few enough to stay near the processor. */
const mostColumns = 256;

function contractLines(h: CHelpers, kernel: ContractKernel): Lines {
  const { batch, m, n, k, dtype, stores } = kernel;
  const type = cTypeName[dtype];
  const column = batch.length + 1;
  const inner = column + 1;
  const outer = [...batch, m];
  const zero = numberText(0, dtype);
  const left = accessText(kernel.a);
  const right = accessText(kernel.b);
  const j = loopName(column);
  if (n === 1) {
    return loops(outer, 0, [
      `${type} acc = ${zero};`,
      ...loops(k, inner, [`acc += ${left} * ${right};`]),
      ...storeLines(h, stores, leaf("acc", dtype)),
    ]);
  }
  const columns = (from: string, to: string, lines: Lines): Lines => [
    `for (int ${j} = ${from}; ${j} < ${to}; ${j}++) {`,
    ...indent(lines),
    "}",
  ];
  const tiled = n > mostColumns;
  const [from, to] = tiled ? ["start", "end"] : ["0", String(n)];
  const sum = tiled ? `sum[${j} - start]` : `sum[${j}]`;
  const body = [
    `${type} sum[${Math.min(n, mostColumns)}];`,
    ...columns(from, to, [`${sum} = ${zero};`]),
    ...loops(k, inner, [
      `const ${type} factor = ${left};`,
      ...columns(from, to, [`${sum} += factor * ${right};`]),
    ]),
    ...columns(from, to, storeLines(h, stores, leaf(sum, dtype))),
  ];
  const tiles = [
    `for (int start = 0; start < ${n}; start += ${mostColumns}) {`,
    ...indent([`const int end = start + ${mostColumns} < ${n} ? start + ${mostColumns} : ${n};`, ...body]),
    "}",
  ];
  return loops(outer, 0, tiled ? tiles : body);
}

function scatterLines(h: CHelpers, kernel: ScatterKernel): Lines {
  const { positions, row, rows, stride, target, index, value } = kernel;
  const { dtype } = value;
  const zero = loop(
    "number",
    rows,
    loops(row, positions.length, [`${accessText(target, `${stride} * number`)} = ${numberText(0, dtype)};`]),
  );
  const terms = new KernelTerms(h);
  const [at, added] = [terms.row(index, rows, stride), terms.of(value)];
  const writer = new TermWriter([at, added]);
  const place = writer.write(at);
  const text = writer.writeOperand(added);
  const into = accessText(target, place);
  return [
    ...zero,
    ...loops([...positions, ...row], 0, [...writer.takeLines(), `${into} = ${into} + ${text};`]),
  ];
}
