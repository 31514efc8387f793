/** The page's side: makes the scenario callable. */
import { scenario } from "./scenario.ts";

Object.assign(globalThis, { scenario });
