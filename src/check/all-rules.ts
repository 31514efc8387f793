/** All check rules, in order of name. */
import type { Rule } from "./rule.ts";
import * as generated from "./rules/index.gen.ts";

export const allRules: readonly Rule[] = Object.values(generated).sort((a, b) => (a.name < b.name ? -1 : 1));
