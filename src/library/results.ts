/** Layers with several results: each has a name, the first stands for the layer itself (`r.output`, `r.h`, `r.c`). */

/** By name, in Keras' order. */
export interface Results<T> {
  readonly results: Readonly<Record<string, T>>;
}

export type OneOrSeveral<T> = T | Results<T>;

/** By name; undefined where there is one that needs none. */
export function severalResults<T extends object>(made: OneOrSeveral<T>): Results<T>["results"] | undefined {
  return "results" in made ? made.results : undefined;
}

export function firstResult<T extends object>(made: OneOrSeveral<T>): T {
  const several = severalResults(made);
  return several === undefined ? (made as T) : (Object.values(several)[0] as T);
}
