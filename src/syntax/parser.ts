/**
 * The grammar of whole files. Rules build the tree as they go and stop at the first mistake;
 * recover.ts mends the tokens there and parses again, so that the grammar itself knows nothing of mistakes.
 */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Source } from "../base/source.ts";
import type * as ast from "./ast.ts";
import { ExpressionParser } from "./expression-parser.ts";
import { type StatementForm, statementForm } from "./statement-form.ts";
import * as t from "./tokens.ts";
import * as tree from "./tree.ts";

export interface Run {
  /** The items in front of the first mistake. */
  readonly items: readonly ast.Item[];
  readonly problems: readonly Diagnostic[];
  readonly failure?: Failure;
}

export interface Failure {
  /** Index of the token that no rule could take; the number of tokens where the text ended too early. */
  readonly token: number;
  /** Index of the token that begins the broken item. */
  readonly item: number;
}

interface ReadItem {
  readonly item: ast.Item;
  readonly first: t.Token;
  readonly problems: number;
}

export class NnetParser extends ExpressionParser {
  private read: ReadItem[] = [];
  private itemStart: t.Token | undefined;

  /** `validate` proves the grammar sound; it costs time, so that only a test asks for it. */
  constructor(validate = false) {
    super(validate);
    this.performSelfAnalysis();
  }

  /** Parses as many items as stand before the first mistake. */
  run(source: Source, tokens: readonly t.Token[]): Run {
    this.source = source;
    this.read = [];
    this.problems = [];
    this.itemStart = undefined;
    this.stopped = undefined;
    this.input = tokens.slice();
    this.file();
    const error = this.errors[0];
    const culprit = this.stopped ?? (error?.token as t.Token | undefined);
    if (culprit === undefined) return this.result();
    const token = tokens.indexOf(culprit);
    const failure = token < 0 ? tokens.length : token;
    // What stands behind a finished item is judged as a part of it: an arrow, a bracket too many.
    if (error?.name === "NotAllInputParsedException") this.itemStart = this.read.pop()?.first ?? culprit;
    const item = this.itemStart === undefined ? failure : tokens.indexOf(this.itemStart);
    return { ...this.result(), failure: { token: failure, item } };
  }

  private result(): Run {
    const kept = this.read.at(-1)?.problems ?? 0;
    return { items: this.read.map((one) => one.item), problems: this.problems.slice(0, kept) };
  }

  readonly file = this.RULE("file", () => {
    this.MANY(() => {
      const first = this.next();
      this.itemStart = first;
      const item = this.SUBRULE(this.item);
      this.read.push({ item, first, problems: this.problems.length });
    });
  });

  readonly item = this.RULE("item", (): ast.Item => {
    const form = this.RECORDING_PHASE ? "import" : statementForm(this.next(), this.next(2), this.next(3));
    const is = (wanted: StatementForm) => () => form === wanted;
    return this.OR<ast.Item>({
      DEF: [
        { GATE: is("binding"), ALT: () => this.SUBRULE(this.binding) },
        { GATE: is("input"), ALT: () => this.SUBRULE(this.inputStatement) },
        { GATE: is("output"), ALT: () => this.SUBRULE(this.outputStatement) },
        { GATE: is("section"), ALT: () => this.SUBRULE(this.section) },
        { GATE: is("param"), ALT: () => this.SUBRULE(this.param) },
        { GATE: is("def"), ALT: () => this.SUBRULE(this.definition) },
        { GATE: is("block"), ALT: () => this.SUBRULE(this.block) },
        { GATE: is("target"), ALT: () => this.SUBRULE(this.target) },
        { GATE: is("import"), ALT: () => this.SUBRULE(this.importStatement) },
        { ALT: () => this.SUBRULE(this.expressionStatement) },
      ],
      // All begin with a name; the gates tell them apart.
      IGNORE_AMBIGUITIES: true,
    });
  });

  readonly importStatement = this.RULE("importStatement", (): ast.Import => {
    const first = this.CONSUME(t.Identifier) as t.Token;
    const names: ast.Identifier[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => {
        names.push(this.take(this.CONSUME2(t.Identifier)));
      },
    });
    this.CONSUME(t.From);
    const from = tree.stringLiteral(this.source, this.CONSUME(t.StringToken) as t.Token);
    return { kind: "import", span: this.spanFrom(first), names, from };
  });

  readonly param = this.RULE("param", (): ast.Param => {
    const first = this.CONSUME(t.Identifier) as t.Token;
    const name = this.take(this.CONSUME2(t.Identifier));
    const type = this.OPTION(() => this.SUBRULE(this.typeClause));
    this.CONSUME(t.Assign);
    const value = this.SUBRULE(this.expression);
    const range = this.OPTION2(() => this.SUBRULE(this.rangeClause));
    this.endValue();
    return {
      ...{ kind: "param", span: this.spanFrom(first), name, value },
      ...(type && { type }),
      ...(range && { range }),
    };
  });

  readonly typeClause = this.RULE("typeClause", (): ast.Type => {
    this.CONSUME(t.Colon);
    return this.SUBRULE(this.type);
  });

  readonly rangeClause = this.RULE("rangeClause", (): ast.Expression => {
    this.CONSUME(t.In);
    return this.SUBRULE(this.expression);
  });

  readonly definition = this.RULE("definition", (): ast.Def => {
    const first = this.CONSUME(t.Identifier) as t.Token;
    const name = this.take(this.CONSUME2(t.Identifier));
    const formals = this.SUBRULE(this.formals);
    this.CONSUME(t.Assign);
    const body = this.SUBRULE(this.expression);
    this.endValue();
    return { kind: "def", span: this.spanFrom(first), name, formals, body };
  });

  readonly block = this.RULE("block", (): ast.Block => {
    const first = this.CONSUME(t.Identifier) as t.Token;
    const name = this.take(this.CONSUME2(t.Identifier));
    const formals = this.SUBRULE(this.formals);
    const braces = this.next().tokenType === t.LeftBrace;
    const body = this.OR<readonly ast.Item[]>([
      {
        ALT: () => {
          this.CONSUME(t.Assign);
          return [this.SUBRULE(this.expressionStatement)];
        },
      },
      { ALT: () => this.SUBRULE(this.blockBody) },
    ]);
    const graph = this.ACTION(() => tree.graphItems(body, this.report));
    return { kind: "block", span: this.spanFrom(first), name, formals, body: graph, braces };
  });

  readonly blockBody = this.RULE("blockBody", (): readonly ast.Item[] => {
    const items: ast.Item[] = [];
    this.CONSUME(t.LeftBrace);
    this.MANY(() => {
      items.push(this.SUBRULE(this.item));
    });
    this.CONSUME(t.RightBrace);
    return items;
  });

  readonly formals = this.RULE("formals", (): readonly ast.Formal[] => {
    const formals: ast.Formal[] = [];
    this.CONSUME(t.LeftParen);
    this.OPTION(() => {
      formals.push(this.SUBRULE(this.formal));
      this.MANY({
        GATE: () => !t.closers.has(this.next(2).tokenType),
        DEF: () => {
          this.CONSUME(t.Comma);
          formals.push(this.SUBRULE2(this.formal));
        },
      });
      this.OPTION2(() => this.CONSUME2(t.Comma));
    });
    this.CONSUME(t.RightParen);
    return formals;
  });

  readonly formal = this.RULE("formal", (): ast.Formal => {
    const first = this.CONSUME(t.Identifier) as t.Token;
    const name = this.take(first);
    const value = this.OPTION(() => {
      this.CONSUME(t.Assign);
      return this.SUBRULE(this.expression);
    });
    return { kind: "formal", span: this.spanFrom(first), name, ...(value && { default: value }) };
  });

  readonly section = this.RULE("section", (): ast.Section => {
    const first = this.CONSUME(t.Identifier) as t.Token;
    const name = this.OPTION({
      // `train` without its brace takes no entry for its name.
      GATE: () => this.next(2).tokenType !== t.Assign,
      DEF: () => this.take(this.CONSUME2(t.Identifier)),
    });
    const record = this.SUBRULE(this.record);
    return {
      ...{ kind: "section", span: this.spanFrom(first), section: first.image as ast.SectionKind },
      ...{ keyword: tree.tokenSpan(this.source, first), record },
      ...(name && { name }),
    };
  });

  readonly target = this.RULE("target", (): ast.Target => {
    const first = this.CONSUME(t.Identifier) as t.Token;
    const name = this.take(this.CONSUME2(t.Identifier));
    this.CONSUME(t.Colon);
    const type = this.SUBRULE(this.expression);
    const range = this.OPTION(() => this.SUBRULE(this.rangeClause));
    this.endValue();
    return { kind: "target", span: this.spanFrom(first), name, type, ...(range && { range }) };
  });

  readonly inputStatement = this.RULE("inputStatement", (): ast.Input => {
    const first = this.CONSUME(t.Identifier) as t.Token;
    const names: ast.Identifier[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => {
        names.push(this.take(this.CONSUME2(t.Identifier)));
      },
    });
    const type = this.OPTION(() => this.SUBRULE(this.typeClause));
    const range = this.OPTION2(() => this.SUBRULE(this.rangeClause));
    // `input x f32` lacks its colon; behind a type there is nothing that could be meant.
    if (type === undefined || range !== undefined) this.endValue();
    return {
      ...{ kind: "input", span: this.spanFrom(first), names },
      ...(type && { type }),
      ...(range && { range }),
    };
  });

  readonly outputStatement = this.RULE("outputStatement", (): ast.Output => {
    const first = this.CONSUME(t.Identifier) as t.Token;
    const form = this.RECORDING_PHASE ? "binding" : statementForm(this.next(), this.next(2), this.next(3));
    const value = this.OR<ast.Binding | ast.Expression>({
      DEF: [
        { GATE: () => form === "binding", ALT: () => this.SUBRULE(this.binding) },
        { ALT: () => this.SUBRULE(this.expressionStatement).expression },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    return { kind: "output", span: this.spanFrom(first), value };
  });

  readonly binding = this.RULE("binding", (): ast.Binding => {
    const first = this.CONSUME(t.Identifier) as t.Token;
    const name = this.take(first);
    const type = this.OPTION(() => this.SUBRULE(this.typeClause));
    const sign = this.OR<"=" | "~">([
      {
        ALT: () => {
          this.CONSUME(t.Assign);
          return "=";
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Tilde);
          return "~";
        },
      },
    ]);
    const value = this.SUBRULE(this.expression);
    this.endValue();
    return { kind: "binding", span: this.spanFrom(first), name, ...(type && { type }), sign, value };
  });

  readonly expressionStatement = this.RULE("expressionStatement", (): ast.ExpressionStatement => {
    const first = this.next();
    const expression = this.SUBRULE(this.expression);
    this.endValue();
    // `ouput y = x`: a word alone, with another behind it, is no value but a statement word misspelt.
    const next = this.next();
    if (
      !this.RECORDING_PHASE &&
      this.next(0) === first &&
      t.isWord(first) &&
      t.isWord(next) &&
      !next.newLine
    ) {
      this.stopAt(next);
    }
    return { kind: "expression-statement", span: this.spanFrom(first), expression };
  });
}
