/** Random programs, as tokens. */
import fc from "fast-check";

/** Before a token: no line may end there, nor may a comment stand. */
export const glued = "\u0001";
/** Before a token: a blank and nothing else. */
export const sameLine = "\u0002";
/** Before a token: a line ends there. */
export const newLine = "\u0003";

export type Tokens = readonly string[];
type Arbitrary = fc.Arbitrary<Tokens>;

const name = fc.constantFrom(
  "a",
  "b",
  "x1",
  "relu",
  "Dense",
  "LSTM",
  "input",
  "data",
  "output",
  "from",
  "määrä",
);
const longName = fc.constantFrom("kernel_initializer_of_the_first_layer", "RandomlyNamedLayerWithALongName");
const identifier = fc.oneof({ weight: 9, arbitrary: name }, { weight: 1, arbitrary: longName });
const texts = ['"text"', "'it'", '"q\\"\\\\ \\n"', "'#no'", '"a longer text, so that lines end"'] as const;
const literal = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("1", "0.5", "8_000", "1e-3", "12345") },
  { weight: 2, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.constantFrom("true", "False", "none") },
);

function single(arbitrary: fc.Arbitrary<string>): Arbitrary {
  return arbitrary.map((token) => [token]);
}

function separated(parts: readonly Tokens[], separator: string, trailing = false): Tokens {
  const tokens = parts.flatMap((part, i) => (i === 0 ? part : [separator, ...part]));
  return trailing && parts.length > 0 ? [...tokens, separator] : tokens;
}

function withNewLine([first, ...rest]: Tokens): Tokens {
  return [newLine + first, ...rest];
}

/** What positions, and the turns of a `repeat`, may be: no comparison. */
const size: Arbitrary = fc
  .array(single(fc.oneof(identifier, fc.constantFrom("1", "28", "8_000"))), { minLength: 1, maxLength: 3 })
  .map((parts) => separated(parts, "+"));

const binary = fc.constantFrom("+", "-", "*", "/", "%", "^", "and", "or");
const comparison = fc.constantFrom("==", "!=", "<=", ">=", "<", ">");
const key = fc.oneof(identifier, fc.constantFrom("'pos'", "0", "in"));

function listOf(value: Arbitrary): Arbitrary {
  return fc
    .tuple(fc.array(value, { maxLength: 4 }), fc.boolean())
    .map(([items, trailing]) => ["[", ...separated(items, ",", trailing), "]"]);
}

function callOf(value: Arbitrary): Arbitrary {
  const argument = fc
    .tuple(fc.option(identifier), value)
    .map(([own, tokens]): Tokens => (own === null ? tokens : [own, "=", ...tokens]));
  return fc
    .tuple(identifier, fc.array(argument, { maxLength: 4 }), fc.boolean())
    .map(([callee, args, trailing]) => [callee, `${glued}(`, ...separated(args, ",", trailing), ")"]);
}

function recordOf(value: Arbitrary): Arbitrary {
  const entry = fc.tuple(key, value).map(([own, tokens]): Tokens => [own, "=", ...tokens]);
  const lines = (entries: readonly Tokens[]): Tokens => entries.flatMap((one) => withNewLine(one));
  return fc
    .tuple(fc.array(entry, { maxLength: 4 }), fc.boolean())
    .map(([entries, commas]) => ["{", ...(commas ? separated(entries, ",", true) : lines(entries)), "}"]);
}

function operandOf(value: Arbitrary): Arbitrary {
  return fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    single(identifier),
    single(literal),
    callOf(value),
    value.map((tokens) => ["(", ...tokens, ")"]),
    listOf(value),
  );
}

function operationOf(operand: Arbitrary): Arbitrary {
  return fc.oneof(
    fc
      .tuple(operand, fc.array(fc.tuple(binary, operand), { minLength: 1, maxLength: 4 }))
      .map(([first, rest]): Tokens => [...first, ...rest.flatMap(([sign, next]) => [sign, ...next])]),
    fc.tuple(operand, comparison, operand).map(([a, sign, b]): Tokens => [...a, sign, ...b]),
    fc.tuple(fc.constantFrom("-", "not"), operand).map(([sign, own]): Tokens => [sign, ...own]),
    fc.tuple(operand, operand, operand).map(([a, b, c]): Tokens => [...a, "?", ...b, ":", ...c]),
  );
}

function chainOf(operand: Arbitrary): Arbitrary {
  return fc.array(operand, { minLength: 2, maxLength: 6 }).map((stages) => separated(stages, "->"));
}

function repeatOf(value: Arbitrary): Arbitrary {
  return fc
    .tuple(fc.option(identifier), fc.oneof(size, listOf(value)), value)
    .map(([own, over, body]) => ["repeat", ...(own ? [own, "in"] : []), ...over, "{", ...body, "}"]);
}

function placeOf(operand: Arbitrary): Arbitrary {
  const slice = fc
    .tuple(size, fc.option(size), fc.boolean())
    .map(([from, to, range]): Tokens => (range ? [...from, ":", ...(to ?? [])] : from));
  return fc.oneof(
    fc
      .tuple(identifier, fc.array(slice, { minLength: 1, maxLength: 3 }))
      .map(([object, slices]): Tokens => [object, `${glued}[`, ...separated(slices, ","), "]"]),
    fc.tuple(operand, identifier).map(([object, own]): Tokens => ["(", ...object, ")", `${glued}.`, own]),
  );
}

const { expression } = fc.letrec<{ expression: Tokens; operand: Tokens }>((tie) => ({
  operand: operandOf(tie("expression")),
  expression: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    tie("operand"),
    chainOf(tie("operand")),
    operationOf(tie("operand")),
    chainOf(tie("operand")),
    recordOf(tie("expression")),
    repeatOf(tie("expression")),
    placeOf(tie("operand")),
  ),
}));

const dim = fc.oneof(
  single(fc.constantFrom("?", "28")),
  identifier.map((own): Tokens => [own, "+", "1"]),
);
const type: Arbitrary = fc
  .tuple(fc.constantFrom("f32", "i32"), fc.array(dim, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([element, dims, scalar]) => [
    element,
    ...(scalar ? [] : [`${glued}[`, ...separated(dims, ","), "]"]),
  ]);
const typeClause = fc.option(type).map((tokens): Tokens => (tokens === null ? [] : [":", ...tokens]));
const range = fc.option(expression).map((tokens): Tokens => (tokens === null ? [] : ["in", ...tokens]));
const short = fc.constantFrom("h", "loss", "tower", "k", "embedding");
const freeName = fc.oneof({ weight: 9, arbitrary: short }, { weight: 1, arbitrary: longName });
const names = fc
  .array(single(freeName), { minLength: 1, maxLength: 3 })
  .map((parts): Tokens => separated(parts, ","));
const formal = fc
  .tuple(freeName, fc.option(expression))
  .map(([own, value]): Tokens => (value === null ? [own] : [own, "=", ...value]));
const formals = fc
  .array(formal, { maxLength: 4 })
  .map((all): Tokens => [`${glued}(`, ...separated(all, ","), ")"]);
const binding = fc
  .tuple(freeName, typeClause, fc.constantFrom("=", "=", "=", "~"), expression)
  .map(([own, clause, sign, value]): Tokens => [own, ...clause, sign, ...value]);

const graph: Arbitrary = fc.oneof(
  { weight: 4, arbitrary: binding },
  fc.tuple(names, type, range).map(([own, of, within]): Tokens => ["input", ...own, ":", ...of, ...within]),
  fc.oneof(binding, expression).map(([first, ...rest]): Tokens => ["output", sameLine + first, ...rest]),
  // Brackets, for words that begin statements and signs that go on with the line before.
  expression.map((tokens): Tokens => ["(", ...tokens, ")"]),
);

const section: Arbitrary = fc
  .tuple(fc.constantFrom("data", "train", "search"), fc.option(freeName), recordOf(expression))
  .map(([kind, own, body]) => [kind, ...(own ? [own] : []), ...body]);
const param: Arbitrary = fc
  .tuple(freeName, typeClause, expression, range)
  .map(([own, clause, value, within]) => ["param", own, ...clause, "=", ...value, ...within]);
const definition = fc
  .tuple(fc.constantFrom("def", "block"), freeName, formals, expression)
  .map(([kind, own, all, body]): Tokens => [kind, own, ...all, "=", ...body]);
const block: Arbitrary = fc
  .tuple(freeName, formals, fc.array(graph, { maxLength: 4 }))
  .map(([own, all, body]) => ["block", own, ...all, "{", ...body.flatMap(withNewLine), `${newLine}}`]);
const target: Arbitrary = fc
  .tuple(freeName, expression, range)
  .map(([own, of, within]) => ["target", own, ":", ...of, ...within]);
const importing: Arbitrary = names.map((own) => ["import", ...own, "from", '"blocks.nnet"']);

const statement = fc.oneof(
  { weight: 6, arbitrary: graph },
  { weight: 2, arbitrary: definition },
  ...[section, param, block, target, importing],
);

export const programTokens: Arbitrary = fc
  .array(statement, { minLength: 1, maxLength: 5 })
  .map((statements) => statements.flatMap(withNewLine));
