/** Points into the inputs of a program: which ones a step takes is a function of the step, so nothing has to be saved. */
import { permutation } from "../data/shuffle.ts";
import { drawPoints } from "../library/points.ts";
import { inputName } from "../lower/forward.ts";
import { rowSize } from "../lower/weight-layout.ts";
import type { ModelIR, PointsTerm, TrainIR } from "../model/ir.ts";
import type { BoundProgram } from "../runtime/session.ts";
import { keyOf } from "../tensor/random.ts";

export class PointsFeed {
  /** Of the pass under way. */
  private pass = -1;
  private columns: Readonly<Record<string, Float64Array>> = {};
  private order: Int32Array | undefined;

  constructor(
    private readonly section: string,
    private readonly term: PointsTerm,
    private readonly model: Pick<ModelIR, "inputs">,
    private readonly train: Pick<TrainIR, "seed" | "shuffle">,
  ) {}

  /** `step` counts from 1. A batch that the points do not fill begins again at the first ones. */
  feed(program: BoundProgram, step: number): void {
    const { batch, points } = this.term;
    const perPass = Math.ceil(points.rows / batch);
    this.enter(Math.floor((step - 1) / perPass));
    const begin = ((step - 1) % perPass) * batch;
    for (const [input, values] of Object.entries(this.columns)) {
      const out = program.inputs[inputName(input, this.section)];
      if (!out) continue;
      const width = values.length / points.rows;
      for (let i = 0; i < batch; i++) {
        const at = (begin + i) % points.rows;
        const row = this.order?.[at] ?? at;
        for (let j = 0; j < width; j++) out[i * width + j] = values[row * width + j] as number;
      }
    }
  }

  private enter(pass: number): void {
    if (pass === this.pass) return;
    const { points, batch } = this.term;
    const { seed, shuffle } = this.train;
    if (this.pass < 0 || points.fresh) {
      this.columns = drawPoints(points, { seed, section: this.section, pass }, (input) => this.width(input));
    }
    // All of them at once have no order that matters.
    if (shuffle && batch < points.rows) {
      this.order = permutation(keyOf(seed, "shuffle", this.section), pass, points.rows);
    }
    this.pass = pass;
  }

  private width(input: string): number {
    const { type } = this.model.inputs.find(({ name }) => name === input) ?? { type: { shape: [] } };
    return rowSize(type.shape, `the input ${input}`);
  }
}
