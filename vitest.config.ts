import { defineConfig } from "vitest/config";

/** Files that replace modules or weigh the heap, and so need a process of their own. */
const apart = ["test/backend/native-kernels.test.ts", "test/runtime/threads.test.ts"];

export default defineConfig({
  test: {
    // Long, because a busy machine proves nothing.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // By itself vitest leaves one core to the process that starts the others, which has little to do.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        // Nothing in the sources keeps state between calls, so files share what was loaded: most of their time goes there.
        test: { name: "shared", include: ["test/**/*.test.ts"], exclude: apart, isolate: false },
      },
      { extends: true, test: { name: "apart", include: apart } },
    ],
    reporters: ["default", "./test/plain-reporter.ts"],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.gen.ts", "src/**/*.d.ts"],
      reporter: ["text-summary", "json-summary"],
      thresholds: { lines: 90 },
    },
  },
});
