/** Short trainings of the six models on every kind of target; `npm run bits` takes all targets, levels and fifty steps. */
import { describe, expect, test } from "vitest";
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { compileNative } from "../../src/backend/targets/native/compile-native.ts";
import { nativeTarget } from "../../src/backend/targets/native/native-target.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { makeAddon, openNativeSession } from "../../src/runtime/node-native-session.ts";
import { expand } from "../../src/tensor/expand.ts";
import { topologicalOrder } from "../../src/tensor/node.ts";
import * as primitives from "../../src/tensor/primitives/index.gen.ts";
import { compiler, freshBuild } from "../backend/native-machine.ts";
import { openReady } from "../runtime/await-threads.ts";
import { bitModels, lowered, trainedHash } from "./bit-models.ts";

const steps = 4;
const models = await Promise.all(bitModels.map(async (model) => ({ ...model, made: await lowered(model) })));
const plans = new Map(models.map(({ name, made }) => [name, planPrograms([made.program])]));
const planOf = (name: string) => plans.get(name) as ReturnType<typeof planPrograms>;

test("the six models use every primitive between them", () => {
  const used = new Set(
    models
      .flatMap(({ made: { program } }) => [program, expand(program)])
      .flatMap(({ outputs, updates }) =>
        topologicalOrder([...Object.values(outputs), ...Object.values(updates)]),
      )
      .map(({ primitive }) => primitive.name),
  );
  const unused = Object.values(primitives).filter(({ name }) => !used.has(name));
  expect(unused.map(({ name }) => name)).toEqual([]);
});

describe("the bits of", () => {
  test.each(models.map((model) => [model.name, model] as const))(
    "%s by three threads are those of one",
    async (name, model) => {
      const alone = await openReady(compileWasm(planOf(name)), 1);
      const together = await openReady(compileWasm(planOf(name), { threads: 3, worthSharing: 0 }), 3);
      const expected = await trainedHash(model, model.made, alone, steps);
      expect(await trainedHash(model, model.made, together, steps)).toBe(expected);
    },
  );

  test.skipIf(compiler === undefined)("a perceptron are the same in native code", async () => {
    const machine = compiler as NonNullable<typeof compiler>;
    const [model] = models as [(typeof models)[number]];
    const sharing = { threads: true, worthSharing: 0 };
    const code = compileNative(planOf(model.name), nativeTarget(machine.macros), sharing);
    const addon = await makeAddon(code, machine, freshBuild());
    const session = openNativeSession(code, addon, 2);
    const wasm = await openReady(compileWasm(planOf(model.name)), 1);
    expect(await trainedHash(model, model.made, session, steps)).toBe(
      await trainedHash(model, model.made, wasm, steps),
    );
  });
});
