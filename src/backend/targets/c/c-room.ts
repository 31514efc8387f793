/** What a program of C has room for: its arrays are static, and its kernels count with an `int`. */
import { UserError } from "../../../base/user-error.ts";

/**
 * What a program's own arrays may take together: compilers for 64 bits take all that is static to be within 2 GiB (the small
 * code model of the System V ABI; MSVC refuses larger arrays), and on 32 bits there is not more.
 */
const mostBytes = 2 ** 31;

/** Kernels count elements with an `int`, of 32 bits on every machine with an operating system. */
const mostElements = 2 ** 31 - 1;

export class CRoom {
  private bytes = 0;

  /** Arrays of so many bytes more. Throws `UserError` where that is too much. */
  take(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes <= mostBytes) return;
    const size = (this.bytes / 2 ** 30).toFixed(2);
    throw tooLarge(`the program needs ${size} GiB of arrays`, "has room for 2 GiB of them");
  }
}

/** Throws `UserError` where an input or output has more elements than kernels count. */
export function requireCounted(size: number, name: string): void {
  if (size <= mostElements) return;
  throw tooLarge(`${name} holds ${size.toLocaleString("en-US")} numbers`, "counts to 2,147,483,647");
}

function tooLarge(what: string, room: string): UserError {
  return new UserError(`${what}, and a program of C ${room}`, {
    help: "compile it for a smaller batch and call it more often, or make the layers smaller",
  });
}
