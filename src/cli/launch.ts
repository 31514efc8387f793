/**
 * Starts the command from its compiled form. The program is one script; V8's code for it is kept beside it, so that a start
 * neither parses nor compiles (measured: `nnet check` of a small file takes 0.16 s so, 0.26 s without). The code is of one
 * V8: any other refuses it, and it is made anew. The program is written in ASCII (tsup.config.ts), so that its bytes are its
 * characters: reading it as such saves 7 ms of 120.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

const file = join(__dirname, "nnet.cjs");
const codeFile = `${file}.code`;
const kept = readKept();
const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "latin1")}\n})`;
const script = new Script(source, { filename: file, ...(kept ? { cachedData: kept } : {}) });
const program = script.runInThisContext() as (...globals: readonly unknown[]) => void;
const host = { exports: {} };
program(host.exports, createRequire(file), host, file, __dirname);
if (!kept || script.cachedDataRejected) process.on("exit", keep);

function readKept(): Buffer | undefined {
  try {
    return readFileSync(codeFile);
  } catch {
    return undefined;
  }
}

/** At the end, when the functions that ran have been compiled. A folder that cannot be written to stays as it is. */
function keep(): void {
  const beside = `${codeFile}.${process.pid}`;
  try {
    writeFileSync(beside, script.createCachedData());
    renameSync(beside, codeFile);
  } catch {}
}
