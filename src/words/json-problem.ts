/** JSON of a model that does not hold what its schema promises: a damaged file, or one of another version. */
import { UserError } from "../base/user-error.ts";
import type { Json } from "./param.ts";

export function jsonProblem(expects: string, json: Json): UserError {
  const shown = JSON.stringify(json) ?? "nothing";
  const short = shown.length > 40 ? `${shown.slice(0, 40)}…` : shown;
  return new UserError(`the saved model holds ${short} where ${expects} is expected`, { exitCode: 2 });
}
