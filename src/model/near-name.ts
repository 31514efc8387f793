/** What was meant by a name that a file does not define. */
import { suggest } from "../base/suggest.ts";

/** Every name of one or two letters is near every other, so of these only the case may differ. */
export function nearName(name: string, candidates: Iterable<string>): string | undefined {
  const near = suggest(name, candidates);
  if (near === undefined || name.length > 2) return near;
  return near.toLowerCase() === name.toLowerCase() ? near : undefined;
}
