/** The library for pages: all of it, files in memory, and threads where the page may have them. */
export * from "../index.ts";
export { memoryHost } from "./memory-host.ts";
export { webThreads } from "./web-threads.ts";
