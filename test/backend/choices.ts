/** Choices come from a list of numbers, so that fast-check can shrink them. */
export class Choices {
  private next = 0;

  constructor(private readonly numbers: readonly number[]) {}

  below(limit: number): number {
    const number = this.numbers[this.next++ % this.numbers.length] as number;
    return (number + this.next * 31) % limit;
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}
