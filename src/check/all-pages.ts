/** Every name of the catalogue with its page: check rules and those of the parser, the model stage and the checker itself. */
import { allRules } from "./all-rules.ts";
import type { RulePage } from "./rule-page.ts";
import { checkerPages } from "./stage-rules/checker-pages.ts";
import { dataPages } from "./stage-rules/data-pages.ts";
import { distributionPages } from "./stage-rules/distribution-pages.ts";
import { languagePages } from "./stage-rules/language-pages.ts";
import { namePages } from "./stage-rules/name-pages.ts";
import { outputPages } from "./stage-rules/output-pages.ts";
import { parserPages } from "./stage-rules/parser-pages.ts";
import { sectionPages } from "./stage-rules/section-pages.ts";
import { shapePages } from "./stage-rules/shape-pages.ts";
import { wordPages } from "./stage-rules/word-pages.ts";

export const rulePages: readonly RulePage[] = [
  ...allRules,
  ...parserPages,
  ...wordPages,
  ...namePages,
  ...languagePages,
  ...shapePages,
  ...outputPages,
  ...sectionPages,
  ...dataPages,
  ...distributionPages,
  ...checkerPages,
].sort((a, b) => (a.name < b.name ? -1 : 1));

/** The page of a rule, or undefined where there is no rule of that name. */
export function findRulePage(name: string): RulePage | undefined {
  return rulePages.find((page) => page.name === name);
}
