/** Random expressions, as text that is bracketed only where the author of the text felt like it. */
import fc from "fast-check";

const names = fc.constantFrom("a", "relu", "Dense", "x1", "input", "data", "from", "määrä");
const literals = fc.oneof(
  names,
  fc.constantFrom("1", "0.5", "8_000", "1e-3", "true", "false", "none", "'it'", '"q\\"\\n"'),
);

const binary = fc.constantFrom("+", "-", "*", "/", "%", "^", "and", "or");
const comparison = fc.constantFrom("==", "!=", "<=", ">=", "<", ">");

export const expressionText: fc.Arbitrary<string> = fc.letrec<{ expression: string; group: string }>(
  (tie) => {
    const expression = tie("expression");
    const group = tie("group");
    return {
      group: fc.oneof(
        { maxDepth: 4 },
        literals,
        expression.map((text) => `(${text})`),
      ),
      expression: fc.oneof(
        { maxDepth: 4 },
        literals,
        fc.tuple(group, binary, group, binary, group).map((parts) => parts.join(" ")),
        fc.tuple(group, comparison, group).map((parts) => parts.join(" ")),
        fc.tuple(fc.constantFrom("-", "not ", "- -"), group).map((parts) => parts.join("")),
        fc.tuple(group, group, group).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
        fc.array(group, { minLength: 2, maxLength: 4 }).map((stages) => stages.join(" -> ")),
        fc.array(expression, { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
        fc.array(expression, { minLength: 2, maxLength: 3 }).map((items) => `(${items.join(", ")})`),
        fc.array(fc.tuple(names, expression), { maxLength: 3 }).map((entries) => {
          return `{ ${entries.map(([key, value]) => `${key} = ${value}`).join(", ")} }`;
        }),
        fc
          .tuple(group, names, expression)
          .map(([callee, name, value]) => `${callee}(${value}, ${name} = ${value})`),
        fc
          .tuple(group, literals, literals)
          .map(([object, from, to]) => `${object}[${from}:${to}, ${from}, :]`),
        fc.tuple(group, names).map(([object, name]) => `(${object}).${name}`),
        fc.tuple(literals, expression).map(([turns, body]) => `repeat ${turns} { ${body} }`),
        fc
          .tuple(names, expression, expression)
          .map(([name, over, body]) => `repeat ${name} in [${over}] { ${body} }`),
      ),
    };
  },
).expression;
