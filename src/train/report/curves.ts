/** Curves of a training by epoch, as inline SVG: one drawing a figure, training and validation in it. */
import { escapeXml } from "../../base/escape-xml.ts";
import type { EpochRecord } from "../checkpoint.ts";

interface Point {
  readonly epoch: number;
  readonly value: number;
}

interface Series {
  readonly kind: "train" | "val";
  readonly points: readonly Point[];
}

const [width, height] = [420, 210];
const box = { left: 58, right: 408, top: 12, bottom: 180 };
/** Beyond that the lowest and the highest of each stretch stand for it. */
const mostPoints = 240;
const mostCurves = 16;

/** A figure element for each quantity of the logs, the loss first. */
export function curves(history: readonly EpochRecord[]): string {
  const all = Object.keys(history.at(-1)?.logs ?? {});
  // `val_loss` belongs to `loss`; a quantity of validation alone has a drawing of its own.
  const names = all.filter((name) => !(name.startsWith("val_") && all.includes(name.slice(4))));
  return names
    .slice(0, mostCurves)
    .map((name) => curve(name, seriesOf(name, history)))
    .join("\n");
}

function seriesOf(name: string, history: readonly EpochRecord[]): Series[] {
  const series: Series[] = (["train", "val"] as const).map((kind) => ({
    kind,
    points: thin(
      history.flatMap(({ epoch, logs }) => {
        const value = logs[kind === "val" ? `val_${name}` : name];
        return value !== undefined && Number.isFinite(value) ? [{ epoch, value }] : [];
      }),
    ),
  }));
  return series.filter(({ points }) => points.length > 0);
}

function thin(points: readonly Point[]): readonly Point[] {
  if (points.length <= mostPoints) return points;
  const stretch = Math.ceil((2 * points.length) / mostPoints);
  const kept: Point[] = [points[0] as Point];
  for (let start = 1; start < points.length - 1; start += stretch) {
    const part = points.slice(start, Math.min(start + stretch, points.length - 1));
    const low = part.reduce((best, point) => (point.value < best.value ? point : best));
    const high = part.reduce((best, point) => (point.value > best.value ? point : best));
    const ends = low.epoch < high.epoch ? [low, high] : [high, low];
    kept.push(...(low === high ? [low] : ends));
  }
  return [...kept, points.at(-1) as Point];
}

function curve(name: string, series: readonly Series[]): string {
  const points = series.flatMap((one) => one.points);
  if (points.length === 0) return "";
  const values = points.map(({ value }) => value);
  const epochs = points.map(({ epoch }) => epoch);
  const axis = valueAxis(Math.min(...values), Math.max(...values));
  const x = place(Math.min(...epochs), Math.max(...epochs), box.left, box.right);
  const shown = axis.log ? `${name} (logarithmic)` : name;
  return [
    `<figure><figcaption>${escapeXml(shown)}</figcaption>`,
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(`${name} by epoch`)}">`,
    ...axis.ticks.map((value) => {
      const y = round(axis.y(value));
      return `<line class="grid" x1="${box.left}" x2="${box.right}" y1="${y}" y2="${y}"/><text class="value" x="${box.left - 7}" y="${y + 3.5}">${tick(value)}</text>`;
    }),
    ...[...new Set([Math.min(...epochs), Math.max(...epochs)])].map(
      (epoch, i) =>
        `<text class="epoch ${i === 0 ? "first" : "last"}" x="${round(x(epoch))}" y="${box.bottom + 20}">${i === 0 ? "epoch " : ""}${epoch}</text>`,
    ),
    ...series.map((one) => line(one, x, axis.y)),
    "</svg></figure>",
  ].join("");
}

function line({ kind, points }: Series, x: Placing, y: Placing): string {
  const places = points.map(({ epoch, value }) => `${round(x(epoch))},${round(y(value))}`);
  const last = (places.at(-1) as string).split(",");
  return `<polyline class="${kind}" points="${places.join(" ")}"/><circle class="${kind}" cx="${last[0]}" cy="${last[1]}" r="2.6"/>`;
}

type Placing = (value: number) => number;

/** What falls through several powers of ten is drawn by its logarithm. */
function valueAxis(low: number, high: number): { log: boolean; ticks: readonly number[]; y: Placing } {
  const log = low > 0 && high / low > 100;
  const scale = (value: number) => (log ? Math.log(value) : value);
  const y = place(scale(low), scale(high), box.bottom, box.top);
  const middle = log ? Math.sqrt(low * high) : (low + high) / 2;
  return { log, ticks: low === high ? [low] : [low, middle, high], y: (value) => y(scale(value)) };
}

function place(low: number, high: number, from: number, to: number): Placing {
  if (low === high) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

function tick(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
