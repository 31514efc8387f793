/** The commands as data: what `--help` prints, and where their code is. */
import type { CommandRun } from "./cli-context.ts";

export interface CommandDefinition {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** A repeatable option gives a list. */
  readonly options: readonly (readonly [
    flags: string,
    text: string,
    fallback?: string | undefined,
    repeatable?: "repeatable",
  ])[];
  readonly example: string;
  load(): Promise<CommandRun<never>>;
}

const weights = [
  "--weights <name>",
  "the weights that ModelCheckpoint wrote under this name, in the place of the run's last",
] as const;

const allowPath = [
  "--allow-path",
  "let the model file name data outside its folder and the working directory",
] as const;

const target = [
  "--target <target>",
  "wasm, native (compiled by cc), or auto: wasm until native is there; the same bits by each",
  "auto",
] as const;

const threads = [
  "--threads <count>",
  "threads to use (default: all cores); the same bits by any number",
] as const;

const setValue = [
  "--set <name=value>",
  "a value in the place of the file's own: width=32, train.epochs=5; may be given several times",
  undefined,
  "repeatable",
] as const;

export const commands: readonly CommandDefinition[] = [
  {
    name: "new",
    usage: "",
    summary:
      "A complete model file to start from, with the reason for each choice: for a task, for the columns of a data file, or both.",
    options: [
      [
        "--task <task>",
        "binary, multiclass, regression, image, sequence or mixed (default: as the data asks)",
      ],
      ["--data <file>", "a table (CSV) or images (IDX) to read names, types and sizes from"],
      ["--target <column>", "the column to predict (default: the last one)"],
      [
        "--group <column>",
        "the column that names the groups of a mixed model (default: found by its values)",
      ],
      ["--labels <file>", "the labels of IDX images (default: found by the name)"],
      ["-o, --output <file>", "where to write the file (default: print it)"],
      ["--overwrite", "replace the file that is there"],
    ],
    example: "nnet new --data models/data/iris.csv --output iris.nnet",
    load: async () => (await import("./commands/new.ts")).newFile,
  },
  {
    name: "check",
    usage: "<files...>",
    summary:
      "Find mistakes in model files, in all below a folder, or in all that a pattern names ('nets/**/*.nnet'): shapes, losses and outputs, data, learning rates. `-` reads standard input.",
    options: [
      ["--format <format>", "pretty, json, sarif or github", "pretty"],
      ["--hints", "show hints too"],
      ["--fail-on <severity>", "exit with 1 from this severity on: error, warning or hint", "error"],
      ["--fix", "apply the safe fixes"],
      ["--unsafe", "with --fix: apply the suggested fixes too"],
      ["--diff", "show what --fix would write, and write nothing"],
      [
        "--severity <rule=severity>",
        "off, hint, warning or error for a rule; may be given several times (nnet.config.json holds them for a folder)",
        undefined,
        "repeatable",
      ],
      ["--no-data", "look at no file but the model"],
      setValue,
      allowPath,
    ],
    example: "nnet check models/iris.nnet",
    load: async () => (await import("./commands/check.ts")).check,
  },
  {
    name: "train",
    usage: "<file>",
    summary: "Check a model file, then train it and keep the run in a folder.",
    options: [
      ["--run <folder>", "where to keep the run (default: runs/ and the file's name)"],
      ["--resume", "go on from the run's last checkpoint"],
      ["--overwrite", "replace the run in that folder"],
      target,
      threads,
      ["--hints", "show hints of the watch too"],
      ["--no-watch", "do not look at layers and losses while training"],
      ["--one-batch", "only try whether the network can learn one batch by heart; nothing is kept"],
      setValue,
      allowPath,
    ],
    example: "nnet train models/iris.nnet --run runs/iris",
    load: async () => (await import("./commands/train.ts")).train,
  },
  {
    name: "eval",
    usage: "<run>",
    summary: "Loss and metrics of a trained run on its test rows, or on the validation or training rows.",
    options: [
      ["--part <part>", "test, validation or train (default: test, else validation)"],
      ["--json", "print JSON"],
      target,
      threads,
      weights,
      allowPath,
    ],
    example: "nnet eval runs/iris",
    load: async () => (await import("./commands/eval.ts")).evaluate,
  },
  {
    name: "predict",
    usage: "<run> <rows>",
    summary:
      "Predictions for raw rows, in the user's own terms, as CSV or JSON. `-` reads rows from standard input.",
    options: [
      ["--json", "print one JSON object a row"],
      ["--rows <count>", "only the first rows"],
      [
        "--interval <share>",
        "share of values that intervals hold, for outputs that are distributions",
        "0.9",
      ],
      ["--samples <count>", "as many draws of every output that is a distribution"],
      ["--show", "draw each row's image as text above its prediction"],
      target,
      threads,
      weights,
    ],
    example: "nnet predict runs/iris flowers.csv",
    load: async () => (await import("./commands/predict.ts")).predict,
  },
  {
    name: "compile",
    usage: "<model>",
    summary:
      "One file that runs the model without nnet: WebAssembly with weights and preprocessing in it, or C. Of a run, the trained weights; of a model file, the initial ones.",
    options: [
      [
        "--emit <what>",
        "wasm, c, wat, ir, graph or kernels (default: c or wat where the output file ends so, else wasm)",
      ],
      ["-o, --output <file>", "where to write it (default: the model's name for wasm; text is printed)"],
      ["--batch <rows>", "rows that one run takes", "1"],
      ["--no-data", "look at no file but the model"],
      setValue,
      allowPath,
    ],
    example: "nnet compile runs/iris -o iris.wasm",
    load: async () => (await import("./commands/compile.ts")).compile,
  },
  {
    name: "fmt",
    usage: "[files...]",
    summary:
      "Put model files into the one format; folders and patterns ('nets/**/*.nnet') too, and all below this folder if none is named. `-` formats standard input.",
    options: [
      ["--check", "write nothing; name the files that are not formatted, and exit with 1"],
      ["--diff", "write nothing; print what would change"],
    ],
    example: "nnet fmt models",
    load: async () => (await import("./commands/fmt.ts")).fmt,
  },
  {
    name: "fix",
    usage: "<files...>",
    summary:
      "Rewrite pasted Keras (Sequential, layers called on tensors, compile, fit) and old forms, in the one format. Of program.py it writes program.nnet.",
    options: [["--diff", "write nothing; print what would change"]],
    example: "nnet fix pasted.nnet",
    load: async () => (await import("./commands/fix.ts")).fix,
  },
  {
    name: "show",
    usage: "<file>",
    summary: "The layers with their shapes, parameters, operations and memory, or any stage of the compiler.",
    options: [
      ["--stage <stage>", "ast, ir, graph, kernels, wat or c"],
      ["--svg", "print a drawing of the network as SVG"],
      ["--dot", "print the network in Graphviz' DOT language"],
      ["--batch <rows>", "rows that a program takes at a time: for stages and memory", "32"],
      ["--json", "print the table as JSON"],
      ["--no-data", "look at no file but the model"],
      setValue,
      allowPath,
    ],
    example: "nnet show models/mnist-mlp.nnet",
    load: async () => (await import("./commands/show.ts")).show,
  },
  {
    name: "explain",
    usage: "<word>",
    summary: "What a rule, layer, activation, loss, metric or optimizer is, and when to use it.",
    options: [],
    example: "nnet explain softmax-one-unit",
    load: async () => (await import("./commands/explain.ts")).explain,
  },
  {
    name: "rules",
    usage: "",
    summary: "All rules of the checker with their severity.",
    options: [["--json", "print JSON"]],
    example: "nnet rules",
    load: async () => (await import("./commands/rules.ts")).rules,
  },
  {
    name: "words",
    usage: "[kind]",
    summary: "All layers, activations, losses, metrics and optimizers, or those of one kind.",
    options: [["--json", "print JSON"]],
    example: "nnet words layer",
    load: async () => (await import("./commands/words.ts")).words,
  },
];
