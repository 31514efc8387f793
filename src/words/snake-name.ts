/** `MaxPooling2D` as `max_pooling2d`: how Keras names layers of their own accord, and words written as texts. */

/** Splits before a capital that begins a lower-case run or follows a lower-case letter: `PReLU` is `p_re_lu`, `L1L2` is `l1l2`. */
export function snakeName(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
