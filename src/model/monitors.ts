/** The figures of a training by name, as they are logged and as callbacks watch them, with the way that each is to go. */
import type { Report } from "../base/diagnostic.ts";
import type { CallbackDefinition, Direction } from "../library/callback.ts";
import type { MetricDefinition } from "../library/metric.ts";
import { snakeName } from "../words/snake-name.ts";
import type { Instance } from "../words/word.ts";
import type { ModelIR, TrainIR } from "./ir.ts";
import { nearName } from "./near-name.ts";

type Trained = Pick<TrainIR, "losses" | "terms" | "metrics" | "callbacks">;

/** The name under which a metric is logged: Keras', with the output's name in front where there are several. */
export function metricKey(
  model: Pick<ModelIR, "outputs">,
  output: string,
  metric: Instance<MetricDefinition>,
): string {
  const name = metric.written ?? metric.word.logName ?? snakeName(metric.word.name);
  return model.outputs.length > 1 ? `${output}_${name}` : name;
}

/** The terms of the loss that are logged beside their sum, where there are several. */
export function loggedTerms({ losses, terms: points }: Pick<TrainIR, "losses" | "terms">): readonly string[] {
  const terms = Object.keys({ ...losses, ...points });
  return terms.length > 1 ? terms : [];
}

/** Whether a callback may change the learning rate, which is then logged. */
export function setsRate({ callbacks }: Pick<TrainIR, "callbacks">): boolean {
  return callbacks.some(({ word, params }) => word.facts(params).setsRate);
}

/** In the order of the logs. Undefined for a formula of the file, of which nobody knows which way is up. */
export function monitorsOf(
  model: Pick<ModelIR, "outputs">,
  train: Trained,
  validates: boolean,
): ReadonlyMap<string, Direction | undefined> {
  const figures = new Map<string, Direction | undefined>([["loss", "lower"]]);
  for (const term of loggedTerms(train)) figures.set(`${term}_loss`, "lower");
  for (const { name } of model.outputs) {
    for (const metric of train.metrics[name] ?? []) {
      const { word, params } = metric;
      // The library's words have examples; a def of the file has none.
      const better = word.examples.length > 0 ? word.facts(params).better : undefined;
      figures.set(metricKey(model, name, metric), better);
    }
  }
  const own = [...figures];
  if (validates) for (const [name, better] of own) figures.set(`val_${name}`, better);
  if (setsRate(train)) figures.set("learning_rate", "lower");
  return figures;
}

/** Which way the figure that a callback watches is to go; `lower` for one that watches none. */
export function directionOf(
  { word, params }: Instance<CallbackDefinition>,
  monitors: ReadonlyMap<string, Direction | undefined>,
): Direction {
  const { monitor, mode } = word.facts(params);
  if (mode === "min" || mode === "max") return mode === "max" ? "higher" : "lower";
  return (monitor === undefined ? undefined : monitors.get(monitor)) ?? "lower";
}

/** What callbacks ask for that the training does not have: a figure, a plain learning rate, a mean of the weights. */
export function checkCallbacks(
  model: Pick<ModelIR, "outputs">,
  train: Trained & Pick<TrainIR, "optimizer">,
  validates: boolean,
  report: Report,
): void {
  const monitors = monitorsOf(model, train, validates);
  for (const callback of train.callbacks) {
    checkMonitor(callback, monitors, validates, report);
    checkOptimizer(callback, train.optimizer, report);
  }
}

function checkMonitor(
  { word, params, span, given }: Instance<CallbackDefinition>,
  monitors: ReadonlyMap<string, Direction | undefined>,
  validates: boolean,
  report: Report,
): void {
  const { monitor, mode } = word.facts(params);
  const at = given.monitor ?? span;
  if (monitor === undefined || at === undefined) return;
  const finding = { severity: "error", span: at } as const;
  if (monitors.has(monitor)) {
    if (mode !== "auto" || monitors.get(monitor)) return;
    report({
      ...{ ...finding, rule: "bad-option" },
      message: `${word.name} watches ${monitor}, a formula of the file: whether it is to fall or to rise is not known`,
      help: "write `mode = min` or `mode = max`",
    });
    return;
  }
  const names = [...monitors.keys()];
  const plain = monitor.replace(/^val_/, "");
  if (!validates && plain !== monitor && monitors.has(plain)) {
    report({
      ...{ ...finding, rule: "unknown-monitor" },
      message: `${word.name} watches ${monitor}, and there are no rows to validate with`,
      help: `give the data section a \`split\` or a \`validation\` source, or write \`monitor = ${plain}\``,
    });
    return;
  }
  const near = nearName(monitor, names);
  report({
    ...{ ...finding, rule: "unknown-monitor" },
    message: `${word.name} watches ${monitor}, and this training has no such figure`,
    ...(near === undefined ? {} : { label: `did you mean ${near}?` }),
    ...(near !== undefined && given.monitor
      ? { fix: { title: near, edits: [{ span: at, text: near }], safe: false } }
      : {}),
    help: `its figures are ${names.join(", ")}`,
  });
}

function checkOptimizer(
  { word, params, span }: Instance<CallbackDefinition>,
  optimizer: TrainIR["optimizer"],
  report: Report,
): void {
  const { setsRate: sets, validatesMean } = word.facts(params);
  if (span === undefined) return;
  const finding = { rule: "bad-option", severity: "error", span } as const;
  const { learning_rate: rate, use_ema: mean } = optimizer.params;
  if (sets && typeof rate !== "number") {
    report({
      ...finding,
      message: `${word.name} sets the learning rate, and ${optimizer.word.name} has a schedule that sets it too`,
      help: "give the optimizer a number, or leave the callback out",
    });
  }
  if (validatesMean && !mean) {
    report({
      ...finding,
      message: `${word.name} needs the mean of the weights, and ${optimizer.word.name} keeps none`,
      help: `write \`${optimizer.word.name}(…, use_ema = true)\``,
    });
  }
}
