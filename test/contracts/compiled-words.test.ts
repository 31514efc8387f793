/** Every word that is compiled, on each target: the bits of the reference. One module holds them all. */
import { expect, test } from "vitest";
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { compileNative } from "../../src/backend/targets/native/compile-native.ts";
import { nativeTarget } from "../../src/backend/targets/native/native-target.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import type { Compiler } from "../../src/runtime/node-native-compiler.ts";
import { makeAddon, openNativeSession } from "../../src/runtime/node-native-session.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import type { Session } from "../../src/runtime/session.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import { compiler, freshBuild } from "../backend/native-machine.ts";
import { wordPrograms } from "../library/word-programs.ts";

const programs = wordPrograms();
const plan = planPrograms(programs.map(({ program }) => program));
const expected = programs.map(({ program, feeds }) =>
  evaluate(program, feeds, feeds, { arithmetic: "kernel" }),
);

function expectBits(session: Session): void {
  for (const [i, { program, feeds }] of programs.entries()) {
    const bound = session.program(program.name);
    for (const [name, array] of Object.entries({ ...session.state, ...bound.inputs })) {
      if (feeds[name]?.values.length === array.length) array.set(feeds[name].values);
    }
    bound.run();
    for (const [name, { values }] of Object.entries(expected[i]?.outputs ?? {})) {
      expect([program.name, name, bound.outputs[name]]).toEqual([program.name, name, values]);
    }
  }
}

test("every word has the reference's bits in WebAssembly", async () => {
  expectBits(await openSession(compileWasm(plan)));
});

test.skipIf(compiler === undefined)("every word has the reference's bits in native code", async () => {
  const machine = compiler as Compiler;
  const code = compileNative(plan, nativeTarget(machine.macros));
  const addon = await makeAddon(code, machine, freshBuild("-O0"));
  expectBits(openNativeSession(code, addon));
});
