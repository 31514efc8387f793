/** A growing array of bytes with the number formats of WebAssembly binaries. */
export class ByteWriter {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private end = 0;

  get length(): number {
    return this.end;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.end++] = value;
  }

  append(values: ArrayLike<number>): void {
    this.reserve(values.length);
    this.bytes.set(values, this.end);
    this.end += values.length;
  }

  /** LEB128 of a number from 0 to 2^32 - 1. */
  unsigned(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  /** LEB128 of a whole number with a sign, of up to 64 bits. */
  signed(value: number | bigint): void {
    if (typeof value === "number" && value === (value | 0)) {
      this.signed32(value);
      return;
    }
    let rest = BigInt(value);
    for (;;) {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      const done = rest === (low & 0x40 ? -1n : 0n);
      this.byte(done ? low : low | 0x80);
      if (done) return;
    }
  }

  private signed32(value: number): void {
    let rest = value;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      const done = rest === (low & 0x40 ? -1 : 0);
      this.byte(done ? low : low | 0x80);
      if (done) return;
    }
  }

  f32(value: number): void {
    this.reserve(4);
    this.view.setFloat32(this.end, value, true);
    this.end += 4;
  }

  f64(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.end, value, true);
    this.end += 8;
  }

  /** Length, then UTF-8. */
  text(value: string): void {
    const encoded = new TextEncoder().encode(value);
    this.unsigned(encoded.length);
    this.append(encoded);
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.end);
  }

  private reserve(count: number): void {
    if (this.end + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.end + count));
    larger.set(this.bytes);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}
