/** Reads the command line and runs one command. Commands are loaded when they are called, no sooner. */
import { Command, CommanderError } from "commander";
import { version } from "../version.ts";
import type { CliContext, ExitCode } from "./cli-context.ts";
import { commands } from "./commands.ts";
import { tellError } from "./terminal.ts";

/** For who looks for an option that a model file has a word for. */
const setHint = "(what stands in the file is changed by --set, as in --set train.epochs=5)";

export async function runCli(args: readonly string[], context: CliContext): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = new Command("nnet")
    .description(
      "Neural networks as documents: checked before an epoch is spent, compiled for the CPU, trained to the same bits.",
    )
    .version(version, "-V, --version")
    .helpCommand(false)
    .showHelpAfterError("(nnet --help lists the commands)")
    .addHelpText("after", "\nExample:\n  nnet check model.nnet && nnet train model.nnet");
  for (const { name, summary, usage, options, example, load } of commands) {
    const command = program.command(`${name} ${usage}`.trim()).description(summary);
    for (const [flags, text, fallback, repeatable] of options) {
      if (repeatable) command.option(flags, text, collect);
      else command.option(flags, text, fallback);
    }
    const sets = options.some(([flags]) => flags.startsWith("--set "));
    command
      .addHelpText("after", `\nExample:\n  ${example}`)
      .showHelpAfterError(`(nnet ${name} --help says more)`)
      .configureOutput({
        outputError: (text, write) =>
          write(sets && text.includes("unknown option") ? `${text}${setHint}\n` : text),
      });
    command.action(async (...given: unknown[]) => {
      const positional = given
        .slice(0, -2)
        .flat()
        .filter((value) => typeof value === "string");
      const run = await load();
      exitCode = await run(context, positional, given[given.length - 2] as never);
    });
  }
  route(program, context);
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return tellError(context.terminal, error);
  }
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** Commander's own output goes where all output goes, and it never ends the process. */
function route(program: Command, { terminal }: CliContext): void {
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.say(text.trimEnd()),
    });
  }
}
