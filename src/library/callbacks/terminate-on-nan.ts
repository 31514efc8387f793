import { flag, param } from "../../words/param-types.ts";
import { defineCallback } from "../callback.ts";

export const terminateOnNaN = defineCallback({
  name: "TerminateOnNaN",
  doc: "Ends the training when the loss is no number any more, with the weights of the last whole epoch. Without it, such a loss ends the training with an error, and what was saved last is kept.",
  params: { raise_error: param(flag, "end with the error all the same", false) },
  start: () => ({}),
  epochEnd: ({ raise_error }) => ({ acts: raise_error ? [] : [{ act: "keep" }] }),
  facts: ({ raise_error }) => ({ endsOnNaN: !raise_error }),
  examples: [{ source: "TerminateOnNaN()" }],
});
