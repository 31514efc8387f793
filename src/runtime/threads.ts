/** What a session needs of its host to have more than one thread of WebAssembly: someone who starts them. */

export interface ThreadStart {
  readonly module: WebAssembly.Module;
  /** Shared. */
  readonly memory: WebAssembly.Memory;
  /** 1 or more. */
  readonly number: number;
  /** Addresses of the words by which a thread tells the others that it has failed. */
  readonly failed: number;
  readonly phase: number;
}

export interface ThreadHost {
  /** Threads a session may have, the caller's included. */
  readonly count: number;
  /** Whether the calling thread may sleep: a browser's main thread may not. */
  readonly mayWait: boolean;
  /** Starts a thread that runs `threadScript`; the result stops it. It does not keep the process alive. */
  start(thread: ThreadStart): () => void;
}

/**
 * A thread's whole program, as source, given what it starts from as `start`: an instance over the shared memory, which works until
 * it is stopped. Where that fails, whoever waits for it is told: the phase changes, so that nobody who is about to sleep misses it.
 */
export const threadScript = `
  const { module, memory, number, failed, phase } = start;
  try {
    new WebAssembly.Instance(module, { env: { memory } }).exports.work(number);
  } catch (error) {
    const words = new Int32Array(memory.buffer);
    Atomics.store(words, failed >> 2, 1);
    Atomics.add(words, phase >> 2, 1);
    Atomics.notify(words, phase >> 2);
    throw error;
  }
`;
