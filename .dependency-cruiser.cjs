// The import ranks of src/: a room imports from its own folder and from rooms of a lower rank; no cycle anywhere.
const ranks = [
  ["base"],
  ["syntax", "tensor", "words"],
  ["library", "data"],
  ["model"],
  ["check", "lower"],
  ["backend", "runtime"],
  ["train", "interop"],
  ["cli", "lsp", "web"],
];

const rules = ranks.flatMap((rooms, rank) => {
  const notBelow = ranks.slice(rank).flat();
  return rooms.map((room) => ({
    name: `rank-${room}`,
    severity: "error",
    comment: `${room}/ has rank ${rank}: it may import from itself and from lower ranks only`,
    from: { path: `^src/${room}/` },
    to: {
      path: [
        `^src/(${notBelow.filter((other) => other !== room).join("|") || "none"})/`,
        // The files at the top of src/ join the rooms; only the hosts stand above them.
        ...(rank < ranks.length - 1 ? ["^src/[^/]+\\.ts$"] : []),
      ],
    },
  }));
});

module.exports = {
  forbidden: [
    ...rules,
    { name: "no-cycle", severity: "error", from: { path: "^src/" }, to: { circular: true } },
    {
      name: "node-only-in-hosts",
      severity: "error",
      comment: "Everything below rank 7 runs in a browser; only the cli and the node host beside the runtime name node:*",
      from: { path: "^src/", pathNot: "^src/(cli|lsp)/|^src/runtime/node-[^/]+\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "one-user-of-chevrotain",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/syntax/" },
      to: { path: "node_modules/chevrotain" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: false,
    enhancedResolveOptions: { extensions: [".ts", ".js", ".json"] },
  },
};
