/** Threads of WebAssembly in a browser: Web Workers, where the page may share memory with them. */
import { type ThreadHost, threadScript } from "../runtime/threads.ts";

const script = `onmessage = ({ data: start }) => {\n${threadScript}\n};`;

/** What a page has that other hosts have not. */
interface Page {
  readonly crossOriginIsolated?: boolean;
  readonly navigator: { readonly hardwareConcurrency: number };
  readonly document?: unknown;
  readonly Worker: new (
    address: string,
  ) => {
    onerror: (event: { preventDefault(): void }) => void;
    postMessage(data: unknown): void;
    terminate(): void;
  };
}

/** Undefined where the page is not cross-origin isolated, so that memory cannot be shared: then one thread does all. */
export function webThreads(count?: number): ThreadHost | undefined {
  const { crossOriginIsolated, navigator, document, Worker } = globalThis as unknown as Page;
  // Nothing else need be there: the build is loaded outside of pages too.
  if (!crossOriginIsolated) return undefined;
  const threads = count ?? navigator.hardwareConcurrency;
  if (threads < 2) return undefined;
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  return {
    count: threads,
    // Only workers may: a window's own thread must go on answering.
    mayWait: document === undefined,
    start(thread) {
      const worker = new Worker(address);
      worker.onerror = (event) => event.preventDefault();
      worker.postMessage(thread);
      return () => worker.terminate();
    },
  };
}
