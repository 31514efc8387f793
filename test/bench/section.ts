/** A part of the benchmark: what it is called on the command line and in the page, and what it measures. */

export interface SectionRun {
  readonly threads: readonly number[];
  readonly rounds: number;
  /** Of each measurement, warming up included. */
  readonly seconds: number;
  /** What the section should take. It may take more where one round of everything does. */
  readonly milliseconds: number;
  readonly optimization: string | undefined;
  /** Whether a workload, or a contender, was asked for, by its name. */
  workload(title: string): boolean;
  peer(name: string): boolean;
}

export interface Section {
  readonly name: string;
  /** Of the time of a run. */
  readonly share: number;
  /** Markdown; nothing where no workload of the section was asked for. */
  run(options: SectionRun): string | undefined;
}
