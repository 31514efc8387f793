/** What a person sees while a network trains: a live line on a terminal, a plain line an epoch elsewhere. */
import { SingleBar } from "cli-progress";
import { renderFinding } from "../check/render-pretty.ts";
import type { EpochRecord } from "../train/checkpoint.ts";
import type { Plan } from "../train/plan.ts";
import type { Logs } from "../train/tally.ts";
import type { StepReport, TrainObserver } from "../train/training-run.ts";
import type { Terminal } from "./terminal.ts";
import { paletteOf } from "./terminal-palette.ts";

export interface ProgressPlan extends Plan {
  /** Rows that an earlier, resumed run has done. */
  readonly rowsDone: number;
  /** Show hints of the watch. */
  readonly hints?: boolean | undefined;
}

/** Redraws at most ten times a second; figures of the epoch are only computed for a drawing. */
const redrawSeconds = 0.1;

export function trainingProgress(
  terminal: Terminal,
  plan: ProgressPlan,
  now: () => number,
): TrainObserver & {
  /** Takes the live line away. */
  stop(): void;
} {
  let epochBegin = now();
  let epochRows = plan.rowsPerEpoch - (plan.rowsDone % plan.rowsPerEpoch);
  /** The first step: what is read and compiled before it says nothing of the rate. */
  let first: { readonly time: number; readonly rows: number } | undefined;
  /** The last thing said ended with an empty line. */
  let apart = false;
  let lastDraw = Number.NEGATIVE_INFINITY;
  const bar = terminal.live ? liveBar(terminal) : undefined;
  const doneRows = (epoch: number, position: number) => (epoch - 1) * plan.rowsPerEpoch + position;

  return {
    stop() {
      if (bar?.isActive) bar.stop();
    },
    step(report: StepReport) {
      if (!bar || now() - lastDraw < redrawSeconds) return;
      const rows = doneRows(report.epoch, report.position);
      first ??= { time: now(), rows };
      if (rows === first.rows) return;
      lastDraw = now();
      const rate = (rows - first.rows) / Math.max(lastDraw - first.time, 1e-9);
      const left = plan.rows - rows;
      if (!bar.isActive) bar.start(report.rows, report.position, payload("", "", "", ""));
      bar.update(
        report.position,
        payload(
          `epoch ${report.epoch}/${plan.epochs}`,
          `${showCount(rate)} rows/s`,
          `${showDuration(left / rate)} left`,
          showLogs(report.logs()),
        ),
      );
    },
    say(text: string) {
      if (bar?.isActive) bar.stop();
      terminal.say(text);
      apart = false;
    },
    finding(finding) {
      if (finding.severity === "hint" && !plan.hints) return;
      if (bar?.isActive) bar.stop();
      lastDraw = Number.NEGATIVE_INFINITY;
      const palette = paletteOf(terminal.colors);
      terminal.say(`${apart ? "" : "\n"}${renderFinding(finding, { palette, width: terminal.width })}\n`);
      apart = true;
    },
    epoch(record: EpochRecord) {
      if (bar?.isActive) bar.stop();
      const seconds = now() - epochBegin;
      epochBegin = now();
      lastDraw = Number.NEGATIVE_INFINITY;
      apart = false;
      const width = String(plan.epochs).length;
      terminal.say(
        `epoch ${String(record.epoch).padStart(width)}/${plan.epochs}  ${showDuration(seconds)}  ` +
          `${showCount(epochRows / seconds)} rows/s  ${showLogs(record.logs)}`,
      );
      epochRows = plan.rowsPerEpoch;
    },
  };
}

function liveBar(terminal: Terminal): SingleBar {
  return new SingleBar({
    format: `{epoch} ${terminal.colors.cyan("{bar}")} {percentage}%  {rate}  {left}  {logs}`,
    barCompleteChar: "━",
    barIncompleteChar: "─",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
    stream: terminal.stderr,
    // Every update is drawn when it is made: training does not return to the event loop for a timer.
    noTTYOutput: false,
    synchronousUpdate: true,
    fps: 1000,
  });
}

function payload(epoch: string, rate: string, left: string, logs: string): Record<string, string> {
  return { epoch, rate, left, logs };
}

export function showLogs(logs: Logs): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${showFigure(value)}`)
    .join("  ");
}

/** Four digits behind the point, or four that count for the very small and the very large. */
export function showFigure(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(3) : value.toFixed(4);
}

function showCount(value: number): string {
  return Math.round(value).toLocaleString("en");
}

/** `0.8 s`, `12 s`, `3:05 min`, `1:02:09 h`. */
export function showDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [s, m, h] = [whole % 60, Math.floor(whole / 60) % 60, Math.floor(whole / 3600)];
  const two = (part: number) => String(part).padStart(2, "0");
  if (h > 0) return `${h}:${two(m)}:${two(s)} h`;
  return m > 0 ? `${m}:${two(s)} min` : `${whole} s`;
}
