/** Numbers computed by real Keras (see make_fixtures.py), and how closely ours must agree. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { flattened, type Nested } from "../library/compute.ts";

interface Fixture<C> {
  readonly computedBy: { readonly keras: string };
  readonly cases: readonly C[];
}

export function fixtureCases<C>(name: string): readonly C[] {
  const url = new URL(`fixtures/${name}.json`, import.meta.url);
  const fixture = JSON.parse(readFileSync(url, "utf8")) as Fixture<C>;
  expect(fixture.computedBy.keras).toBe("3.15.1");
  return fixture.cases;
}

/**
 * Within 1e-5 of the expected number, relative to it. `floor` is the size below which a difference counts absolutely: where
 * large terms cancel, a small result keeps their rounding errors.
 */
export function expectClose(actual: ArrayLike<number>, expected: Nested, what: string, floor = 1e-2): void {
  const wanted = flattened(expected);
  expect(actual.length, what).toBe(wanted.length);
  wanted.forEach((value, i) => {
    const difference = Math.abs((actual[i] as number) - value);
    const bound = 1e-5 * Math.max(Math.abs(value), floor);
    if (!(difference <= bound)) expect(actual[i], `${what}, element ${i}`).toBe(value);
  });
}
