/** The `nnet` command. */
import { nodeHost } from "./node-host.ts";
import { runCli } from "./run-cli.ts";
import { openTerminal } from "./terminal.ts";

runCli(process.argv.slice(2), {
  terminal: openTerminal(),
  host: nodeHost,
  folder: process.cwd(),
  readStandardInput: async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks);
  },
  onInterrupt(stop) {
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
    return () => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    };
  },
}).then((code) => {
  process.exitCode = code;
});
