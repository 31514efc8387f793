/** Pages of what the model stage says: words, arguments, names, shapes, sections. */
import type { RulePage } from "../rule-page.ts";

export const modelPages: readonly RulePage[] = [];
