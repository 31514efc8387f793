/** Identifiers of C, each given once. */

export class CNames {
  private readonly taken = new Set(reserved);

  take(wanted: string): string {
    const base = /^[A-Za-z_]/.test(wanted) ? wanted : `x_${wanted}`;
    let name = base;
    for (let i = 2; this.taken.has(name); i++) name = `${base}_${i}`;
    this.taken.add(name);
    return name;
  }
}

/** Words of C, and what the standard headers that are included declare and a network may well be called. */
const reserved =
  `auto break case char const continue default do double else enum extern float for goto if inline int long
register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while main abs exp log
log2 log10 log1p exp2 expm1 sqrt cbrt pow sin cos tan asin acos atan sinh cosh tanh erf erfc floor ceil round trunc rint fabs
fmax fmin fmod hypot gamma lgamma tgamma ldexp frexp modf scalb logb copysign nan index j0 j1 jn y0 y1 yn`
    .split(/\s+/)
    .filter((word) => word !== "");
