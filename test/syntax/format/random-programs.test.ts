/** Whatever the layout: formatting keeps the meaning and every comment in its block, and formatting again changes nothing. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SourceFile } from "../../../src/syntax/ast.ts";
import { plainForm } from "../../../src/syntax/format/plain-form.ts";
import { sameTree } from "../../../src/syntax/format/same-tree.ts";
import { textTokens } from "../../../src/syntax/format/text-tokens.ts";
import { format } from "../../../src/syntax/format.ts";
import { parse } from "../../../src/syntax/parse.ts";
import { layOut, style } from "./lay-out.ts";
import { programTokens } from "./programs.ts";

const numRuns = Number(process.env.FUZZ_RUNS ?? 1000);

function read(text: string): SourceFile {
  const { file, diagnostics } = parse({ name: "random.nnet", text });
  expect(
    diagnostics.map(({ message }) => message),
    text,
  ).toEqual([]);
  return file;
}

/**
 * Each comment with the brackets around it, numbered in order of place. Brackets that only group are no block: the tree does not
 * know them.
 */
function commentsInBlocks(file: SourceFile): string[] {
  const { tokens } = textTokens(file.source);
  const found: string[] = [];
  const open: string[] = [];
  let opened = 0;
  let next = 0;
  tokens.forEach((token, i) => {
    for (
      ;
      next < file.comments.length && (file.comments[next]?.span.start ?? 0) < token.startOffset;
      next++
    ) {
      found.push(describe(file, next, open));
    }
    const before = tokens[i - 1];
    const follows =
      before !== undefined && /[\p{L}\p{N}_)\]]$/u.test(before.image) && before.end === token.startOffset;
    if ("([{".includes(token.image))
      open.push(token.image === "(" && !follows ? "" : `${token.image}${++opened}`);
    if (")]}".includes(token.image)) open.pop();
  });
  for (; next < file.comments.length; next++) found.push(describe(file, next, open));
  return found.sort();
}

function describe(file: SourceFile, index: number, open: readonly string[]): string {
  const comment = file.comments[index];
  return `${comment?.documentation ? "##" : "#"} ${comment?.text} in ${open.filter((one) => one !== "").join(" ")}`;
}

test("programs with random layouts and comments", { timeout: 60_000 + numRuns * 100 }, () => {
  fc.assert(
    fc.property(programTokens, style, (tokens, how) => {
      const file = read(layOut(tokens, how));
      const once = format(file);
      const again = read(once);
      const meant = plainForm(file, {}).items;
      if (!sameTree(meant, again.items))
        throw new Error(`another meaning:\n${file.source.text}\n---\n${once}`);
      expect(commentsInBlocks(again)).toEqual(commentsInBlocks(file));
      expect(format(again)).toBe(once);
    }),
    { numRuns },
  );
});
