/** The loss of the batches as they come: the first, a running mean, the lowest that this has been. */
import type { LossCourse } from "../../check/watched.ts";

/** Share of the latest batch in the running mean: about the last twenty batches count. */
const share = 0.1;

export class LossTracker {
  private first = Number.NaN;
  private smoothed = Number.NaN;
  private lowest = Number.POSITIVE_INFINITY;

  add(loss: number): void {
    if (Number.isNaN(this.first)) {
      this.first = loss;
      this.smoothed = loss;
    } else {
      this.smoothed += share * (loss - this.smoothed);
    }
    this.lowest = Math.min(this.lowest, this.smoothed);
  }

  course(): LossCourse {
    return { first: this.first, smoothed: this.smoothed, lowest: this.lowest };
  }

  /** The latest batches are not worse than `factor` times the best there have been; losses below 0 are never called so. */
  isSound(factor: number): boolean {
    return this.lowest <= 0 || this.smoothed <= factor * this.lowest || this.smoothed <= this.first;
  }
}
