/** Pages of what the checker says about comments that silence it. */
import type { RulePage } from "../rule-page.ts";

const source = ["docs/language.md of nnet; the same in ESLint (require-description, unused directives)"];

export const checkerPages: readonly RulePage[] = [
  {
    name: "unknown-rule",
    severity: "warning",
    summary: "A comment allows a rule that does not exist.",
    explain: {
      symptom: "The finding that the comment should silence is still there.",
      cause: "The name in `# allow(…)` is no rule: misspelt, or the rule has another name in this version.",
      remedy: "Take the name from the brackets of the finding, `error[name]`; `nnet rules` lists all.",
      whenToIgnore: "When the file is also read by a newer version that knows the rule.",
      source,
    },
    examples: {
      bad: "Dense(1, sigmoid)\ntrain { optimizer = Adam(0.05) }  # allow(lr-hihg): a small table",
      fixed: "Dense(1, sigmoid)\ntrain { optimizer = Adam(0.05) }  # allow(lr-high): a small table",
    },
  },
  {
    name: "allow-without-reason",
    severity: "warning",
    summary: "A comment allows a rule and does not say why.",
    explain: {
      symptom: "The finding that the comment should silence is still there.",
      cause:
        "Whoever reads the file next cannot tell a decision from a finding that was in the way. So an allowance without a reason silences nothing.",
      remedy: "Write the reason behind a colon: `# allow(lr-high): a small table and few steps`.",
      whenToIgnore: "Never: the reason is one line.",
      source,
    },
    examples: {
      bad: "Dense(1, sigmoid)\ntrain { optimizer = Adam(0.05) }  # allow(lr-high)",
      fixed:
        "Dense(1, sigmoid)\ntrain { optimizer = Adam(0.05) }  # allow(lr-high): a small table and few steps",
    },
  },
  {
    name: "unused-allow",
    severity: "hint",
    summary: "A comment allows a rule that finds nothing there.",
    explain: {
      symptom: "Nothing, today.",
      cause:
        "The line that the comment was written for has changed, or the comment stands too far away: it speaks of its own line, or of the next line when it has a line of its own.",
      remedy: "Delete it; or move it to the line of the finding.",
      whenToIgnore: "When the finding depends on data that is absent here.",
      source,
    },
    examples: {
      bad: "Dense(1, sigmoid)\ntrain { optimizer = Adam(0.001) }  # allow(lr-high): a small table",
      fixed: "Dense(1, sigmoid)\ntrain { optimizer = Adam(0.001) }",
    },
  },
];
