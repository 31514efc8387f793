/** A parameter of a window, `3` or `[3, 5]`, as a list of one number for each axis, or one for all; undefined where it is none. */
export function windowSizes(value: unknown): readonly number[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  return list.every((one) => typeof one === "number") ? list : undefined;
}
