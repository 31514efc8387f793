/** What training runs on: something that makes a session out of programs. The CPU engine is in `src/compile.ts`. */
import type { Session } from "../runtime/session.ts";
import type { Program } from "../tensor/program.ts";

export type Engine = (programs: readonly Program[]) => Promise<Session>;
