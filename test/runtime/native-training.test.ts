/** A model of models/ trained on every target and with a lazy compiler: one hash of its weights. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Host } from "../../src/base/host.ts";
import { type EngineOptions, engineFor } from "../../src/cli/engines.ts";
import { nodeHost } from "../../src/cli/node-host.ts";
import { analyse } from "../../src/compile.ts";
import { locateIn } from "../../src/data/locate.ts";
import { loadModelData } from "../../src/load-model-data.ts";
import { weightsHash } from "../../src/train/run-folder.ts";
import { trainModel } from "../../src/train/train-model.ts";
import { compiler } from "../backend/native-machine.ts";

const cache = mkdtempSync(join(tmpdir(), "nnet-test-"));
afterAll(() => rmSync(cache, { recursive: true, force: true }));
const environment = { ...process.env, XDG_CACHE_HOME: cache };

async function irisHash(
  target: string,
  options: Partial<EngineOptions> = {},
  host: Pick<Host, "now" | "pause"> = nodeHost,
): Promise<string> {
  const text = readFileSync("models/iris.nnet", "utf8").replace(/epochs\s*= 80/, "epochs = 12");
  const locate = locateIn(nodeHost, { modelFolder: join(process.cwd(), "models"), allowPath: false });
  const { model } = await analyse({ name: "iris.nnet", text }, { host: nodeHost, locate });
  if (!model) throw new Error("iris.nnet does not compile");
  const dataset = await loadModelData(nodeHost, model, locate);
  const notice = (said: string): void => {
    throw new Error(said);
  };
  const engine = engineFor(target, { environment, notice, ...options });
  const { layout, session } = await trainModel({ model, dataset, engine, host });
  return weightsHash(layout, session.state);
}

describe("targets", () => {
  test("are three", () => {
    expect(() => engineFor("gpu", { environment, notice: () => undefined })).toThrow(
      '--target takes auto, wasm or native, not "gpu"',
    );
    expect(() => engineFor("toString", { environment, notice: () => undefined })).toThrow("--target takes");
  });

  test("auto goes on as WebAssembly without a compiler, with one line of notice", async () => {
    const said: string[] = [];
    const none = { environment: { PATH: cache }, notice: (text: string) => said.push(text) };
    expect(await irisHash("auto", none)).toBe(await irisHash("wasm"));
    expect(said).toEqual([
      "note: this runs as WebAssembly, not as faster native code: there is no C compiler (cc, gcc or clang) on the path",
    ]);
  });

  test("native says what is missing", async () => {
    const none = { environment: { PATH: cache } };
    await expect(irisHash("native", none)).rejects.toMatchObject({
      message: "there is no C compiler (cc, gcc or clang) on the path",
      help: "install gcc or clang, or name one in CC",
    });
  });
});

describe.skipIf(compiler === undefined)("iris has the same weights", () => {
  test("by WebAssembly and natively at -O1 and -O2", async () => {
    const expected = await irisHash("wasm");
    expect(await irisHash("native", { optimization: "-O1" })).toBe(expected);
    expect(await irisHash("native", { optimization: "-O2" })).toBe(expected);
    expect(readdirSync(join(cache, "nnet", "native"))).toHaveLength(2);
  });

  test("when it changes over in the middle", async () => {
    let change = (): void => undefined;
    const changed = new Promise<void>((resolve) => {
      change = resolve;
    });
    let [seconds, pauses] = [0, 0];
    // Time flies, so that every batch is followed by a pause; the twentieth lasts until native code is there.
    const host = {
      now: () => seconds++,
      pause: () => (++pauses === 20 ? changed : nodeHost.pause()),
    };
    const patience = { look: 0, compile: 0 };
    expect(await irisHash("auto", { patience, changed: change }, host)).toBe(await irisHash("wasm"));
    expect(pauses).toBeGreaterThan(100);
  });
});
