/** Vectors at right angles to each other. */

/**
 * Orthonormalises `count` vectors of length `length`, stored one after another, by the modified Gram–Schmidt method. Each is
 * projected twice, which leaves them orthogonal to rounding (Giraud, Langou and Rozložník 2005, "twice is enough").
 * The result is that of a QR decomposition with a positive diagonal, so normal vectors give a uniform rotation.
 */
export function orthonormalColumns(vectors: Float64Array, length: number, count: number): Float64Array {
  const result = vectors.slice();
  for (let j = 0; j < count; j++) {
    const vector = result.subarray(j * length, (j + 1) * length);
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < j; k++) {
        const other = result.subarray(k * length, (k + 1) * length);
        const share = dot(vector, other);
        for (let i = 0; i < length; i++) vector[i] = (vector[i] as number) - share * (other[i] as number);
      }
    }
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < length; i++) vector[i] = (vector[i] as number) / norm;
  }
  return result;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
