/** A failure that the user can mend, outside any model file: a missing file, a truncated array, a wrong flag. */
import type { Diagnostic } from "./diagnostic.ts";

export interface UserErrorDetails {
  /** Where: `iris.csv:12`, a path, a column. */
  readonly place?: string;
  /** What to do about it. */
  readonly help?: string;
  /** 1 for a failed run, 2 for wrong usage or an unreadable file. */
  readonly exitCode?: 1 | 2;
}

/** Hosts print `message`, `place` and `help`, and never a stack trace. */
export class UserError extends Error {
  readonly place: string | undefined;
  readonly help: string | undefined;
  readonly exitCode: 1 | 2;

  constructor(message: string, details: UserErrorDetails = {}) {
    super(message);
    this.name = "UserError";
    this.place = details.place;
    this.help = details.help;
    this.exitCode = details.exitCode ?? 1;
  }
}

/** A file that cannot be used, with the findings that say why. */
export class FindingsError extends UserError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, diagnostics: readonly Diagnostic[]) {
    super(message);
    this.name = "FindingsError";
    this.diagnostics = diagnostics;
  }
}
