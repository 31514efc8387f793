import { defineConfig } from "tsup";

export default defineConfig([
  {
    // The whole command as one script, dependencies and all: one file is found and read faster than four hundred.
    entry: { nnet: "src/cli/main.ts" },
    format: "cjs",
    target: "node20",
    platform: "node",
    outDir: "dist",
    outExtension: () => ({ js: ".cjs" }),
    noExternal: [/.*/],
    shims: true,
    minify: true,
  },
  {
    entry: { cli: "src/cli/launch.ts" },
    format: "cjs",
    target: "node20",
    platform: "node",
    outDir: "dist",
    outExtension: () => ({ js: ".cjs" }),
    banner: { js: "#!/usr/bin/env node" },
  },
  {
    entry: { index: "src/index.ts" },
    format: "esm",
    target: "es2022",
    platform: "neutral",
    outDir: "dist",
    // Chevrotain comes as some 300 small modules: in one piece it loads in 9 ms, not 250.
    noExternal: ["chevrotain"],
    // The bundler of declarations still sets an option that TypeScript 6 calls deprecated.
    dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
  },
  {
    // For pages: one file with all dependencies, and nothing that a browser has not.
    entry: { web: "src/web/index.ts" },
    format: "esm",
    target: "es2022",
    platform: "browser",
    outDir: "dist",
    noExternal: [/.*/],
    splitting: false,
    minify: true,
    esbuildOptions(options) {
      options.alias = { "csv-parse/sync": "csv-parse/browser/esm/sync" };
    },
    dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
  },
]);
