/**
 * `npm run bits`: fifty steps of the six models in WebAssembly and in native code of three optimization levels, by one, two and three
 * threads each; one hash a model, or exit code 1. Every kernel that can be shared is. `npm run test:browser` adds Chromium, and
 * `CC=clang` another compiler.
 */
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { compileNative } from "../../src/backend/targets/native/compile-native.ts";
import { nativeTarget } from "../../src/backend/targets/native/native-target.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { locateCompiler, probeCompiler } from "../../src/runtime/node-native-compiler.ts";
import { makeAddon, openNativeSession } from "../../src/runtime/node-native-session.ts";
import { openReady } from "../runtime/await-threads.ts";
import { bitModels, lowered, trainedHash } from "./bit-models.ts";

const environment = process.env;
const compiler = await probeCompiler(locateCompiler(environment), environment).catch((error: Error) => {
  console.log(`SKIPPED: native code, because ${error.message}`);
  return undefined;
});
const counts = [1, 2, 3];
let different = 0;
for (const model of bitModels) {
  const made = await lowered(model);
  const plan = planPrograms([made.program]);
  const hashes = new Map<string, string>();
  for (const threads of counts) {
    const session = await openReady(compileWasm(plan, { threads, worthSharing: 0 }), threads);
    hashes.set(`wasm ${threads}`, await trainedHash(model, made, session));
  }
  for (const optimization of compiler ? (["-O1", "-O2", "-O3"] as const) : []) {
    if (compiler === undefined) continue;
    const code = compileNative(plan, nativeTarget(compiler.macros), { threads: true, worthSharing: 0 });
    const addon = await makeAddon(code, compiler, { environment, optimization });
    for (const threads of counts) {
      const session = openNativeSession(code, addon, threads);
      hashes.set(`native ${optimization} ${threads}`, await trainedHash(model, made, session));
    }
  }
  const all = new Set(hashes.values());
  if (all.size > 1) different += 1;
  console.log(`${model.name.padEnd(14)}${[...all].join(" ")}  by ${hashes.size} ways`);
  if (all.size > 1) for (const [way, hash] of hashes) console.log(`  ${way.padEnd(14)}${hash}`);
}
console.log(`${bitModels.length - different} passed, ${different} failed`);
process.exitCode = different > 0 ? 1 : 0;
process.exit();
