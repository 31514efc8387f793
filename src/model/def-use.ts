/** Calls of defs with tensors among their arguments: the formula is worked out where it is used. */
import type { Call } from "../syntax/ast.ts";
import { snakeName } from "../words/snake-name.ts";
import { bindFormals } from "./bind-formals.ts";
import { argumentOf } from "./blocks.ts";
import { type DefMeaning, type Meaning, unknown } from "./meaning.ts";
import {
  type Bound,
  type GraphScope,
  innerBindings,
  innerConstants,
  moduleBindings,
  type Read,
} from "./scope.ts";

export function meaningOfDefCall(
  { def, home }: DefMeaning,
  call: Call,
  scope: GraphScope,
  read: Read,
): Meaning {
  const { span } = call;
  if (!scope.expansion.step(span, "use") || !scope.expansion.mayEnter(scope.uses, span, scope.report))
    return unknown;
  const given = bindFormals(def, { args: call.args, nameSpan: call.callee.span }, scope.report);
  if (given === undefined) return unknown;
  const places = scope.places.once(call, () =>
    scope.places.below(scope.places.next(snakeName(def.name.name), call.callee.span)),
  );
  const own = new Map<string, Bound>();
  const constants = innerConstants(own, home.constants(scope.report), scope.report);
  const inner: GraphScope = {
    ...scope,
    bindings: innerBindings(own, moduleBindings(home)),
    module: home,
    vocabulary: home.vocabulary,
    places,
    constants,
    uses: [{ block: def.name.name, span }, ...scope.uses],
  };
  for (const { name, default: initial } of def.formals) {
    const argument = given.get(name.name);
    const meaning = argument
      ? argumentOf(argument, scope, read)
      : initial
        ? argumentOf(initial, inner, read)
        : unknown;
    if (meaning.kind === "unknown") return unknown;
    own.set(name.name, { meaning, span: name.span });
  }
  return read(def.body, inner);
}
