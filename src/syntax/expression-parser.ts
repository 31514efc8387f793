/** The grammar's lower half: expressions, records, types. parser.ts adds the statements. */
import type * as ast from "./ast.ts";
import { type Operand, operandOf, operationsOf } from "./operations.ts";
import { TokenReader } from "./token-reader.ts";
import * as t from "./tokens.ts";
import * as tree from "./tree.ts";

type Suffix = (object: ast.Expression, first: t.Token) => ast.Expression;

export abstract class ExpressionParser extends TokenReader {
  readonly expression = this.RULE("expression", (): ast.Expression => {
    const first = this.next();
    const stages = [this.SUBRULE(this.choice)];
    this.MANY(() => {
      this.CONSUME(t.Arrow);
      stages.push(this.SUBRULE2(this.choice));
    });
    if (stages.length === 1) return stages[0] as ast.Expression;
    return { kind: "chain", span: this.spanFrom(first), stages };
  });

  readonly choice = this.RULE("choice", (): ast.Expression => {
    const first = this.next();
    const condition = this.SUBRULE(this.operation);
    const branches = this.OPTION(() => {
      this.CONSUME(t.Question);
      const yes = this.SUBRULE2(this.operation);
      this.CONSUME(t.Colon);
      return [yes, this.SUBRULE3(this.operation)] as const;
    });
    if (branches === undefined) return condition;
    // biome-ignore lint/suspicious/noThenProperty: a node of the tree; nobody awaits it.
    return { kind: "choice", span: this.spanFrom(first), condition, then: branches[0], else: branches[1] };
  });

  /** All binary signs but `^` in one flat run: their ranks are settled in operations.ts, which saves a rule for each. */
  readonly operation = this.RULE("operation", (): ast.Expression => {
    const operands = [this.SUBRULE(this.operand)];
    const signs: t.Token[] = [];
    this.MANY(() => {
      signs.push(this.CONSUME(t.BinarySign) as t.Token);
      operands.push(this.SUBRULE2(this.operand));
    });
    const only = operands[0] as Operand;
    return signs.length === 0 ? only.value : operationsOf(this.source, operands, signs, this.report);
  });

  /** Prefix signs and powers: a flat run again, folded from the right. */
  readonly operand = this.RULE("operand", (): Operand => {
    const first = this.next();
    const signs: t.Token[] = [];
    const values: Operand[] = [];
    this.MANY(() => {
      signs.push(this.CONSUME(t.PrefixSign) as t.Token);
    });
    values.push(this.bounded(() => this.SUBRULE(this.postfix)));
    this.MANY2(() => {
      signs.push(this.CONSUME(t.Power) as t.Token);
      this.MANY3(() => {
        signs.push(this.CONSUME2(t.PrefixSign) as t.Token);
      });
      values.push(this.bounded(() => this.SUBRULE2(this.postfix)));
    });
    const value =
      signs.length === 0 || this.RECORDING_PHASE
        ? (values[0] as Operand).value
        : operandOf(this.source, signs, values);
    return { value, start: first.startOffset, end: this.next(0).end };
  });

  /** With the bounds in the text, which hold the brackets around a group. */
  private bounded(read: () => ast.Expression): Operand {
    const start = this.next().startOffset;
    const value = read();
    return { value, start, end: this.next(0).end };
  }

  readonly postfix = this.RULE("postfix", (): ast.Expression => {
    const first = this.next();
    let value = this.SUBRULE(this.atom);
    this.MANY({
      GATE: () => !this.next().newLine,
      DEF: () => {
        const suffix = this.OR<Suffix>([
          { ALT: () => this.SUBRULE(this.callSuffix) },
          { ALT: () => this.SUBRULE(this.indexSuffix) },
          { ALT: () => this.SUBRULE(this.memberSuffix) },
        ]);
        this.ACTION(() => {
          value = suffix(value, first);
        });
      },
    });
    return value;
  });

  readonly callSuffix = this.RULE("callSuffix", (): Suffix => {
    this.CONSUME(t.LeftParen);
    const args = this.OPTION(() => this.SUBRULE(this.args)) ?? [];
    this.CONSUME(t.RightParen);
    return (callee, first) => ({ kind: "call", span: this.spanFrom(first), callee, args });
  });

  readonly indexSuffix = this.RULE("indexSuffix", (): Suffix => {
    const slices: ast.Slice[] = [];
    this.CONSUME(t.LeftBracket);
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => {
        slices.push(this.SUBRULE(this.slice));
      },
    });
    this.CONSUME(t.RightBracket);
    return (object, first) => ({ kind: "index", span: this.spanFrom(first), object, slices });
  });

  readonly memberSuffix = this.RULE("memberSuffix", (): Suffix => {
    this.CONSUME(t.Dot);
    const name = this.take(this.CONSUME(t.Name));
    return (object, first) => ({ kind: "member", span: this.spanFrom(first), object, name });
  });

  readonly slice = this.RULE("slice", (): ast.Slice => {
    const first = this.next();
    let start: ast.Expression | undefined;
    let end: ast.Expression | undefined;
    const range = this.OR([
      {
        ALT: () => {
          start = this.SUBRULE(this.size);
          return this.OPTION(() => {
            this.CONSUME(t.Colon);
            end = this.OPTION2(() => this.SUBRULE2(this.size));
            return true;
          });
        },
      },
      {
        ALT: () => {
          this.CONSUME2(t.Colon);
          end = this.OPTION3(() => this.SUBRULE3(this.size));
          return true;
        },
      },
    ]);
    return {
      ...{ kind: "slice", span: this.spanFrom(first), range: range === true },
      ...(start && { start }),
      ...(end && { end }),
    };
  });

  /** A whole number in the making: no comparison, no `and`, no `or`. */
  readonly size = this.RULE("size", (): ast.Expression => {
    const value = this.SUBRULE(this.operation);
    this.ACTION(() => tree.checkSize(value, this.report));
    return value;
  });

  readonly args = this.RULE("args", (): ast.Argument[] => {
    const args = [this.SUBRULE(this.argument)];
    this.MANY({
      GATE: () => !t.closers.has(this.next(2).tokenType),
      DEF: () => {
        this.CONSUME(t.Comma);
        args.push(this.SUBRULE2(this.argument));
      },
    });
    this.OPTION(() => this.CONSUME2(t.Comma));
    return args;
  });

  readonly argument = this.RULE("argument", (): ast.Argument => {
    const first = this.next();
    const name = this.OPTION({
      GATE: () => this.next(2).tokenType === t.Assign,
      DEF: () => {
        const token = this.CONSUME(t.Name);
        this.CONSUME(t.Assign);
        return this.take(token);
      },
    });
    const value = this.SUBRULE(this.expression);
    return { kind: "argument", span: this.spanFrom(first), ...(name && { name }), value };
  });

  readonly atom = this.RULE("atom", (): ast.Expression => {
    const first = this.next();
    return this.OR<ast.Expression>([
      { ALT: () => this.take(this.CONSUME(t.Identifier)) },
      { ALT: () => tree.numberLiteral(this.source, this.CONSUME(t.NumberToken) as t.Token) },
      { ALT: () => tree.stringLiteral(this.source, this.CONSUME(t.StringToken) as t.Token) },
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.record) },
      { ALT: () => this.SUBRULE(this.repetition) },
      { ALT: () => tree.word(this.CONSUME(t.True), this.spanFrom(first)) },
      { ALT: () => tree.word(this.CONSUME(t.False), this.spanFrom(first)) },
      { ALT: () => tree.word(this.CONSUME(t.None), this.spanFrom(first)) },
      { ALT: () => tree.word(this.CONSUME(t.MissingValue), this.spanFrom(first)) },
    ]);
  });

  readonly group = this.RULE("group", (): ast.Expression => {
    const first = this.next();
    this.CONSUME(t.LeftParen);
    const args = this.SUBRULE(this.args);
    const trailingComma = this.next(0).tokenType === t.Comma;
    this.CONSUME(t.RightParen);
    return this.ACTION(() => {
      const items = tree.unnamed(args, "brackets around values", this.report);
      if (items.length === 1 && !trailingComma) return items[0] as ast.Expression;
      return { kind: "tuple", span: this.spanFrom(first), items };
    });
  });

  readonly list = this.RULE("list", (): ast.ListLiteral => {
    const first = this.next();
    this.CONSUME(t.LeftBracket);
    const args = this.OPTION(() => this.SUBRULE(this.args)) ?? [];
    this.CONSUME(t.RightBracket);
    const items = this.ACTION(() => tree.unnamed(args, "a list", this.report));
    return { kind: "list", span: this.spanFrom(first), items };
  });

  readonly repetition = this.RULE("repetition", (): ast.Repeat => {
    const first = this.next();
    this.CONSUME(t.Repeat);
    const variable = this.OPTION({
      GATE: () => this.next(2).tokenType === t.In,
      DEF: () => {
        const token = this.CONSUME(t.Identifier);
        this.CONSUME(t.In);
        return this.take(token);
      },
    });
    const over = this.SUBRULE(this.size);
    this.CONSUME(t.LeftBrace);
    const body = this.SUBRULE(this.expression);
    this.CONSUME(t.RightBrace);
    return { kind: "repeat", span: this.spanFrom(first), ...(variable && { variable }), over, body };
  });

  readonly record = this.RULE("record", (): ast.RecordLiteral => {
    const first = this.next();
    const entries: ast.Entry[] = [];
    this.CONSUME(t.LeftBrace);
    this.MANY(() => {
      entries.push(this.SUBRULE(this.entry));
      this.OPTION(() => this.CONSUME(t.Comma));
    });
    this.CONSUME(t.RightBrace);
    return { kind: "record", span: this.spanFrom(first), entries };
  });

  readonly entry = this.RULE("entry", (): ast.Entry => {
    const first = this.next();
    const key = tree.entryKey(this.source, this.CONSUME(t.Key) as t.Token);
    this.CONSUME(t.Assign);
    const value = this.SUBRULE(this.expression);
    return { kind: "entry", span: this.spanFrom(first), key, value };
  });

  readonly type = this.RULE("type", (): ast.Type => {
    const first = this.next();
    let element: ast.Identifier | undefined;
    let dims: readonly ast.TypeDim[] = [];
    this.OR([
      {
        ALT: () => {
          element = this.take(this.CONSUME(t.Identifier));
          dims =
            this.OPTION({
              GATE: () => !this.next().newLine,
              DEF: () => this.SUBRULE(this.dims),
            }) ?? [];
        },
      },
      {
        ALT: () => {
          dims = this.SUBRULE2(this.dims);
        },
      },
    ]);
    return { kind: "type", span: this.spanFrom(first), ...(element && { element }), dims };
  });

  readonly dims = this.RULE("dims", (): readonly ast.TypeDim[] => {
    const dims: ast.TypeDim[] = [];
    this.CONSUME(t.LeftBracket);
    this.OPTION(() => {
      dims.push(this.SUBRULE(this.dim));
      this.MANY({
        GATE: () => !t.closers.has(this.next(2).tokenType),
        DEF: () => {
          this.CONSUME(t.Comma);
          dims.push(this.SUBRULE2(this.dim));
        },
      });
      this.OPTION2(() => this.CONSUME2(t.Comma));
    });
    this.CONSUME(t.RightBracket);
    return dims;
  });

  readonly dim = this.RULE(
    "dim",
    (): ast.TypeDim =>
      this.OR<ast.TypeDim>([
        {
          ALT: () => {
            const token = this.CONSUME(t.Question) as t.Token;
            return { kind: "unknown-dim", span: tree.tokenSpan(this.source, token) };
          },
        },
        { ALT: () => this.SUBRULE(this.size) },
      ]),
  );
}
