import { defineConfig } from "tsup";

export default defineConfig([
  {
    entry: { cli: "src/cli/main.ts" },
    format: "esm",
    target: "node20",
    platform: "node",
    outDir: "dist",
    splitting: true,
    clean: false,
    dts: false,
    minify: false,
    banner: { js: "#!/usr/bin/env node" },
  },
  {
    entry: { index: "src/index.ts" },
    format: "esm",
    target: "es2022",
    platform: "neutral",
    outDir: "dist",
    splitting: false,
    clean: false,
    dts: true,
  },
]);
