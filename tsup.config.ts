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
    // Only ASCII, which is read in a third of the time: see src/cli/launch.ts.
    esbuildOptions(options) {
      options.charset = "ascii";
    },
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
    // The library, for Node and for pages: one file with all that it stands on, and nothing that a browser has not. Parts that are
    // imported late stay in it, so that two copies of a module cannot meet.
    entry: { library: "src/web/index.ts" },
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
  },
  {
    // Its types: with and without what only pages need.
    entry: { index: "src/index.ts", web: "src/web/index.ts" },
    format: "esm",
    outDir: "dist",
    // The bundler of declarations still sets an option that TypeScript 6 calls deprecated.
    dts: { only: true, compilerOptions: { ignoreDeprecations: "6.0" } },
  },
]);
