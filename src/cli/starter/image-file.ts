/** The starting file of a task whose rows are images. */
import { UserError } from "../../base/user-error.ts";
import { classesOf } from "../../data/categories.ts";
import type { ArrayHeader, DataHeader } from "../../data/header.ts";
import { chooseTraining } from "./choose-network.ts";
import type { StarterFile, StarterPart } from "./starter-file.ts";
import type { ImageTask } from "./starter-task.ts";
import { batchPart, epochsPart, optimizerPart, seedPart } from "./train-parts.ts";

export interface ImageFacts {
  readonly rows: number;
  readonly shape: readonly number[];
  /** Largest value of a pixel. */
  readonly largest: number;
  readonly classes: number;
  readonly source: string;
  /** Images kept for the test, as a model file writes them. */
  readonly test: string | undefined;
}

/** What is supposed of images that are to come: those of MNIST. */
export const supposedImages: ImageFacts = {
  rows: 60_000,
  shape: [28, 28],
  largest: 255,
  classes: 10,
  source: 'idx("train-images-idx3-ubyte", labels = "train-labels-idx1-ubyte")',
  test: 'idx("t10k-images-idx3-ubyte", labels = "t10k-labels-idx1-ubyte")',
};

/** Throws UserError where the arrays are no images with a class each. */
export function imageFacts(header: DataHeader, source: string, test: string | undefined): ImageFacts {
  const arrays = header.fields.filter((field): field is ArrayHeader => field.kind === "array");
  const image = arrays.find(({ shape }) => shape.length >= 2);
  const label = arrays.find(({ shape }) => shape.length === 0);
  if (!image) {
    throw new UserError(`${header.source} holds no images: each of its rows is ${rowText(arrays[0])}`, {
      help: "--task image reads IDX files, as MNIST comes",
      exitCode: 2,
    });
  }
  const classes = label?.categories ? classesOf(label.categories).length : 0;
  if (classes < 2) {
    const message = label
      ? `the labels of ${header.source} are no whole numbers, or are all the same`
      : `${header.source} comes without a label for each image`;
    const help = "name the file with one whole number for each image: --labels FILE";
    throw new UserError(message, { help, exitCode: 2 });
  }
  const largest = image.statistics?.maximum ?? 1;
  return { rows: header.rows, shape: image.shape, largest, classes, source, test };
}

function rowText(array: ArrayHeader | undefined): string {
  if (!array) return "made of columns";
  return array.shape.length === 0 ? "one number" : `${array.shape.join(" x ")} numbers`;
}

export function imageFile({ summary }: ImageTask, facts: ImageFacts, known: boolean): StarterFile {
  const rows = Math.floor(facts.rows * (facts.test ? 0.9 : 0.8));
  const length = chooseTraining(rows);
  const shape = facts.shape.length === 2 ? [...facts.shape, 1] : facts.shape;
  const what = known
    ? `${facts.rows.toLocaleString("en-US")} images of ${facts.shape.join(" x ")}`
    : "images of 28 x 28 grey values, as the handwritten digits of MNIST come; put your own files' names and sizes in";
  return {
    about: `Says ${summary}: one of ${facts.classes} classes, from ${what}.\n\n\`nnet check\` finds mistakes in this file, \`nnet train\` trains it, and \`nnet predict\` uses what was learned. Every line may be changed: the comments say what it does.`,
    declarations: [
      {
        text: `input image: f32[${shape.join(", ")}]`,
        why: `One image: rows, columns${shape.length > 2 ? ", channels (1 for grey, 3 for colours)" : ""}. How many there are in a batch is never written.`,
      },
      ...(known
        ? []
        : [
            {
              text: `target label: class(${facts.classes})`,
              why: "What is asked, so that the file can be checked before its data is there.",
            },
          ]),
    ],
    network: network(shape, facts.classes, rows),
    data: dataParts(facts),
    train: [
      {
        text: "loss = sparse_categorical_crossentropy",
        why: "The loss that belongs to softmax where the target is the number of a class: it looks at the probability of the right one.",
      },
      optimizerPart(length),
      { text: "metrics = accuracy", why: "The share of images whose most probable class is the right one." },
      batchPart(length, known),
      epochsPart(length),
      seedPart,
    ],
  };
}

/** Two poolings leave little of a smaller image. */
const leastSide = 8;

const relu =
  "relu keeps what is above 0 and makes the rest 0: without it, or something as bent, the layers together would compute no more than one of them.";

function network(shape: readonly number[], classes: number, rows: number): StarterPart {
  const softmax = `The last layer has a unit for each class, and softmax turns their numbers into probabilities that add up to 1.`;
  const dropout =
    "Dropout silences a part of the units at random while training, so that images are not learned by heart; it does nothing when the network is tested or used.";
  const deep = shape.length === 3 && shape.slice(0, 2).every((side) => side >= leastSide);
  const why = deep
    ? `Conv2D looks for small patterns of 3 x 3, the same ones everywhere; MaxPooling2D keeps the strongest answer of each 2 x 2 and halves the image, so that the second Conv2D sees patterns of patterns. Flatten lays out what is left as one row of numbers for Dense.\n\n${relu} ${dropout}\n\n${softmax}`
    : `Flatten lays an image out as one row of numbers for Dense.\n\n${relu} ${dropout}\n\n${softmax}`;
  if (deep) {
    return {
      text: [
        "image",
        "  -> Conv2D(16, 3, padding = same, activation = relu) -> MaxPooling2D()",
        "  -> Conv2D(32, 3, padding = same, activation = relu) -> MaxPooling2D()",
        `  -> Flatten() -> Dropout(0.3) -> Dense(${classes}, softmax)`,
      ].join("\n"),
      why,
    };
  }
  const units = denseUnits(shape, classes, rows);
  return {
    text: `image -> Flatten() -> Dense(${units}, relu) -> Dropout(0.2) -> Dense(${classes}, softmax)`,
    why,
  };
}

/** About as many units as the images can teach, a power of 2. */
function denseUnits(shape: readonly number[], classes: number, rows: number): number {
  const pixels = shape.reduce((product, side) => product * side, 1);
  const weights = (units: number): number => (pixels + 1) * units + (units + 1) * classes;
  return [128, 64, 32].find((units) => weights(units) <= 10 * rows * classes) ?? 16;
}

function dataParts({ source, test, largest }: ImageFacts): readonly StarterPart[] {
  const bytes = largest > 1;
  const range = largest > 127 && largest <= 255 ? "255" : String(largest);
  return [
    {
      text: `source = ${source}`,
      why: "The images, and a class for each; paths are relative to this file, or to the folder in which nnet is called.",
    },
    ...(test
      ? [
          {
            text: `test = ${test}`,
            why: "Images that are looked at once, at the end: the choices that you make by the validation images fit those a little too well.",
          },
        ]
      : []),
    ...(bytes
      ? [
          {
            text: `normalize = scale(1 / ${range})`,
            why: `Pixels go from 0 to ${range}; weights begin near 0 and learn well from inputs of about 1.`,
          },
        ]
      : []),
    {
      text: test ? "split = [0.9, 0.1]" : "split = { train = 0.8, validation = 0.1, test = 0.1 }",
      why: "The network never learns from the validation images: they show, epoch by epoch, whether it understands or learns by heart.",
    },
  ];
}
