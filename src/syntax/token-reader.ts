/** What all rules of the grammar stand on: the parser of the library, the text, places in it, and where a value has to end. */
import {
  EmbeddedActionsParser,
  type IParserErrorMessageProvider,
  MismatchedTokenException,
} from "chevrotain";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Source, Span } from "../base/source.ts";
import type * as ast from "./ast.ts";
import { startsOtherStatement, startsValue } from "./statement-form.ts";
import * as t from "./tokens.ts";
import * as tree from "./tree.ts";

/** Messages are made in messages.ts, from the mended tokens; building Chevrotain's would cost more than parsing. */
const silent = (): string => "";
const noMessages: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: silent,
  buildNotAllInputParsedMessage: silent,
  buildNoViableAltMessage: silent,
  buildEarlyExitMessage: silent,
};

export abstract class TokenReader extends EmbeddedActionsParser {
  protected source: Source = { name: "", text: "" };
  /** Mistakes that the grammar lets pass and the tree does not. */
  protected problems: Diagnostic[] = [];
  /** Where `endValue` stopped the parser. */
  protected stopped: t.Token | undefined;

  constructor(validate: boolean) {
    super(t.vocabulary, {
      ...{ maxLookahead: 1, recoveryEnabled: false, skipValidations: !validate },
      errorMessageProvider: noMessages,
    });
  }

  protected readonly report = (problem: Diagnostic): void => {
    this.problems.push(problem);
  };

  protected next(distance = 1): t.Token {
    return this.LA(distance) as t.Token;
  }

  /** From a token to the one read last. */
  protected spanFrom(first: t.Token): Span {
    return { source: this.source, start: first.startOffset, end: (this.LA(0) as t.Token).end };
  }

  protected take(token: unknown): ast.Identifier {
    return tree.identifier(this.source, token as t.Token);
  }

  /** A value that goes on with another value on the same line lacks something between the two. */
  protected endValue(): void {
    const next = this.next();
    if (this.RECORDING_PHASE || next.newLine || !startsValue.has(next.tokenType)) return;
    // `h =` without a value takes the `output` of the next line for it; that word then begins no value.
    const last = this.next(0);
    const swallowed = last.newLine && startsOtherStatement(last, next, this.next(2));
    if (swallowed || !startsOtherStatement(next, this.next(2), this.next(3))) this.stopAt(next);
  }

  protected stopAt(token: t.Token): never {
    this.stopped = token;
    throw new MismatchedTokenException("", token, this.LA(0));
  }
}
