/** The page's side: makes the scenario callable. */
import { webThreads } from "../../src/web/web-threads.ts";
import { scenario } from "./scenario.ts";

Object.assign(globalThis, {
  scenario: () => {
    const threads = webThreads(2);
    if (threads === undefined) throw new Error("the page is not cross-origin isolated");
    return scenario(threads);
  },
});
