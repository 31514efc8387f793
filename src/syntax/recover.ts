/**
 * Recovery from mistakes, after Burke and Fisher (1987): where the grammar stops, small repairs of the tokens are tried, and
 * the one after which it goes on farthest is taken. A repair names the mistake and often is the fix; what follows is parsed
 * from the mended tokens, so that no mistake brings forth another.
 */
import type { Diagnostic } from "../base/diagnostic.ts";
import { positionOf, type Source, type Span } from "../base/source.ts";
import type { Item } from "./ast.ts";
import { candidates } from "./candidates.ts";
import { elide } from "./elide.ts";
import { describe } from "./messages.ts";
import type { NnetParser } from "./parser.ts";
import type { Repair, Scene } from "./repair.ts";
import { looksLikeStart } from "./statement-form.ts";
import { Foreign, type Token } from "./tokens.ts";

/** Beyond this many mistakes a text is something else than a model with mistakes, and is not read on. */
export const maxMistakes = 100;
/** How far a repair must carry the parser to be believed without looking for a better one. */
const believed = 4;
/** Tokens behind the mistake that are parsed to find the repairs that work, and to choose between these. */
const nearWindow = 24;
const farWindow = 400;
/** Repairs from this cost on leave text out. */
const lossy = 5;

export interface Recovered {
  readonly items: readonly Item[];
  readonly diagnostics: readonly Diagnostic[];
  readonly unread: readonly Span[];
}

interface Tried {
  readonly repair: Repair;
  /** How many tokens behind the mistake (and the repair) are parsed. */
  readonly reach: number;
}

/** `known` are findings of the lexer; a mistake on the line of one follows from it. */
export function parseWithRecovery(
  parser: NnetParser,
  source: Source,
  tokens: readonly Token[],
  known: readonly Diagnostic[],
): Recovered {
  const items: Item[] = [];
  const diagnostics: Diagnostic[] = [];
  const unread: Span[] = [];
  const badLines = new Set(known.map(({ span }) => positionOf(source, span.start).line));
  let rest = tokens;
  const reserved = new Set<string>();
  let echo = -1;
  for (let mistakes = 0; ; mistakes++) {
    const run = parser.run(source, rest);
    items.push(...run.items);
    diagnostics.push(...run.problems);
    if (run.failure === undefined) break;
    rest = rest.slice(run.failure.item);
    const failure = run.failure.token - run.failure.item;
    const scene: Scene = { source, tokens: rest, failure, item: 0 };
    if (mistakes === maxMistakes) {
      unread.push(spanOf(scene, 0, rest.length));
      break;
    }
    const { repair, reach } = chooseRepair(parser, scene);
    const silent =
      rest.length - failure === echo || onLine(scene, badLines) || isRepeated(scene, repair, reserved);
    if (!silent) diagnostics.push(describe(scene, repair));
    if (repair.drop > 0 && repair.cost >= lossy)
      unread.push(spanOf(scene, repair.at, repair.at + repair.drop));
    echo = echoPlace(scene, repair, reach);
    rest = rest.toSpliced(repair.at, repair.drop, ...repair.insert);
  }
  return { items, diagnostics, unread };
}

function onLine({ source, tokens, failure }: Scene, lines: ReadonlySet<number>): boolean {
  if (tokens[failure]?.tokenType === Foreign && tokens[failure].meant?.length === 0) return true;
  if (lines.size === 0) return false;
  return [tokens[failure], tokens[failure - 1]].some(
    (token) => token !== undefined && lines.has(positionOf(source, token.startOffset).line),
  );
}

/** The uses of a name that is none follow from its definition. */
function isRepeated({ tokens }: Scene, { mistake, at }: Repair, told: Set<string>): boolean {
  if (mistake.kind !== "reserved-name") return false;
  const { image } = tokens[at] as Token;
  const known = told.has(image);
  told.add(image);
  return known;
}

/**
 * What goes wrong on the same line right behind a repair that hardly helped follows from it; the place is counted from the
 * end of the tokens, since repairs move what is in front. Repairs that name their mistake for certain have no echo.
 */
function echoPlace(scene: Scene, { at, drop, cost, mistake }: Repair, reach: number): number {
  const certain =
    mistake.kind !== "missing-value" && mistake.kind !== "surplus" && mistake.kind !== "unreadable";
  const guessed = mistake.kind === "missing-sign" && mistake.sign.name !== "," && cost >= 2.1;
  if (reach >= believed || (certain && !guessed)) return -1;
  const place = (mistake.kind === "unreadable" ? Math.max(scene.failure, at + drop) : scene.failure) + reach;
  const between = scene.tokens.slice(scene.failure + 1, place + 1);
  return between.some(({ newLine }) => newLine) ? -1 : scene.tokens.length - place;
}

function spanOf({ source, tokens }: Scene, from: number, to: number): Span {
  const start = tokens[from]?.startOffset ?? source.text.length;
  return { source, start, end: Math.max(start, tokens[to - 1]?.end ?? start) };
}

function chooseRepair(parser: NnetParser, scene: Scene): Tried {
  const all = candidates(scene);
  const near = tryAll(
    parser,
    scene,
    all.filter(({ cost }) => cost < lossy),
    nearWindow,
  );
  const good = near.filter(({ reach }) => reach >= believed);
  if (good.length > 0) return farthest(parser, scene, good);
  const fair = near.filter(({ repair: { cost }, reach }) => cost < 2.1 || (reach > 1 && cost < 3));
  const sure = fair.filter(({ repair }) => repair.cost < 2);
  if (fair.length > 0) return cheapest(sure.length > 0 ? sure : fair);
  const drops = tryAll(
    parser,
    scene,
    all.filter(({ cost }) => cost >= lossy),
    nearWindow,
  );
  if (drops.length > 0) return cheapest(drops);
  return near.length > 0 ? cheapest(near) : { repair: dropItem(scene), reach: 0 };
}

/** Of those that go equally far as far as the near window shows, the one that goes on farthest, then the cheapest. */
function farthest(parser: NnetParser, scene: Scene, good: readonly Tried[]): Tried {
  const most = Math.max(...good.map(({ reach }) => reach));
  const best = good.filter(({ reach }) => reach === most).map(({ repair }) => repair);
  const [only] = best;
  if (best.length === 1 && only !== undefined) return { repair: only, reach: most };
  return cheapest(tryAll(parser, scene, best, farWindow));
}

function cheapest(tried: readonly Tried[]): Tried {
  return tried.reduce((best, one) => {
    if (one.reach !== best.reach) return one.reach > best.reach ? one : best;
    return one.repair.cost < best.repair.cost ? one : best;
  });
}

function tryAll(parser: NnetParser, scene: Scene, repairs: readonly Repair[], window: number): Tried[] {
  return repairs
    .map((repair) => ({ repair, reach: reachOf(parser, scene, repair, window) }))
    .filter(({ reach }) => reach > 0);
}

/**
 * How far a repair carries the parser, in tokens from the mistake on; those that a last resort leaves out do not count. Not
 * above 0 if it does not get beyond both the mistake and the repair. A clean end counts more than any number.
 */
function reachOf(parser: NnetParser, scene: Scene, repair: Repair, window: number): number {
  const { source, tokens, failure } = scene;
  const from = repair.at + repair.drop;
  const until = Math.min(tokens.length, Math.max(failure, from) + window);
  const base = Math.max(failure, from);
  const prefix = [...elide(tokens, repair.at), ...repair.insert];
  const trial = [...prefix, ...tokens.slice(from, until)];
  const stop = parser.run(source, trial).failure?.token;
  if (until < tokens.length && (stop === undefined || stop === trial.length)) return window;
  if (stop === undefined) return farWindow + 1;
  const reached = from + stop - prefix.length;
  // A sign that is none has to go, even where the next token is a mistake of its own.
  if (reached === base && stop >= prefix.length && tokens[failure]?.tokenType === Foreign) return 0.5;
  if (reached <= base) return 0;
  return reached - (repair.cost < lossy ? failure : base);
}

/** Leaves out everything from the broken item to the next line that looks like a beginning. */
function dropItem({ tokens, failure }: Scene): Repair {
  let end = failure + 1;
  while (end < tokens.length && !startsLine(tokens, end)) end++;
  return { at: 0, drop: Math.min(end, tokens.length), insert: [], cost: 10, mistake: { kind: "unreadable" } };
}

function startsLine(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i] as Token;
  return token.newLine && looksLikeStart(token, tokens[i + 1], tokens[i + 2]);
}
