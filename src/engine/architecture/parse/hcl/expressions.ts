import type { Expression } from "./ast.ts";
import type { Scanner } from "./scanner.ts";
import { parseForIntro, parseHeredoc, parseQuoted } from "./templates.ts";

/** How tightly each operator binds; from HashiCorp's HCL specification. */
const precedence: ReadonlyMap<string, number> = new Map([
  ["||", 1],
  ["&&", 2],
  ["==", 3],
  ["!=", 3],
  ["<", 4],
  [">", 4],
  ["<=", 4],
  [">=", 4],
  ["+", 5],
  ["-", 5],
  ["*", 6],
  ["/", 6],
  ["%", 6],
]);

const keywords: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** Reads one expression; it ends before whatever cannot belong to it. */
export const parseExpression = (scanner: Scanner): Expression => scanner.nested(() => parseConditional(scanner));

const parseConditional = (scanner: Scanner): Expression => {
  const condition = parseBinary(scanner, 0);
  const before = scanner.offset;
  scanner.skipSpace();
  if (!scanner.accept("?")) {
    scanner.offset = before;
    return condition;
  }
  scanner.skipSpace();
  const yes = parseExpression(scanner);
  scanner.skipSpace();
  scanner.expect(":", "between the two results of the condition");
  scanner.skipSpace();
  const no = parseExpression(scanner);
  return { kind: "conditional", condition, yes, no, start: condition.start, end: no.end };
};

/** The operator at the current place: the two-character ones first, so that `<=` is not read as `<`. */
const operatorHere = (scanner: Scanner): string | undefined => {
  const two = scanner.text.slice(scanner.offset, scanner.offset + 2);
  if (precedence.has(two)) return two;
  const one = two.charAt(0);
  return precedence.has(one) ? one : undefined;
};

const parseBinary = (scanner: Scanner, least: number): Expression => {
  let left = parseUnary(scanner);
  for (;;) {
    const before = scanner.offset;
    scanner.skipSpace();
    const operator = operatorHere(scanner);
    const binding = operator === undefined ? 0 : (precedence.get(operator) ?? 0);
    if (operator === undefined || binding <= least) {
      scanner.offset = before;
      return left;
    }
    scanner.offset += operator.length;
    scanner.skipSpace();
    const right = parseBinary(scanner, binding);
    left = { kind: "binary", operator, left, right, start: left.start, end: right.end };
  }
};

const parseUnary = (scanner: Scanner): Expression => {
  const start = scanner.offset;
  const operator = scanner.text.charAt(start);
  if (operator !== "!" && operator !== "-") return parsePostfix(scanner);
  scanner.offset++;
  scanner.skipSpace();
  const operand = scanner.nested(() => parseUnary(scanner));
  return { kind: "unary", operator, operand, start, end: operand.end };
};

/** A term and what is attached to it: `.name`, `[key]`, `[*]`, `.*` and `.0`. */
const parsePostfix = (scanner: Scanner): Expression => {
  let term = parseTerm(scanner);
  const { start } = term;
  // `list.*.name[0]` picks from the resulting list, `list[*].name[0]` from each element: the first kind is closed off as a group.
  let attributeSplat = false;
  for (;;) {
    const before = scanner.offset;
    scanner.skipSpace();
    if (scanner.sees(".") && !scanner.sees("...")) {
      scanner.offset++;
      scanner.skipSpace();
      if (scanner.sees("*")) attributeSplat = true;
      term = parseAfterDot(scanner, term);
    } else if (scanner.accept("[")) {
      if (attributeSplat) term = { kind: "group", inner: term, start, end: term.end };
      attributeSplat = false;
      term = parseAfterBracket(scanner, term);
    } else {
      scanner.offset = before;
      return term;
    }
  }
};

const parseAfterDot = (scanner: Scanner, of: Expression): Expression => {
  const { start } = of;
  const keyStart = scanner.offset;
  if (scanner.accept("*")) return { kind: "splat", of, start, end: scanner.offset };
  const position = scanner.digits();
  if (position !== undefined) {
    const key: Expression = { kind: "literal", value: position, start: keyStart, end: scanner.offset };
    return { kind: "index", of, key, start, end: scanner.offset };
  }
  const name = scanner.expectWord('an attribute name after "."');
  return { kind: "attribute", of, name, start, end: scanner.offset };
};

const parseAfterBracket = (scanner: Scanner, of: Expression): Expression => {
  const { start } = of;
  return scanner.inBrackets((): Expression => {
    scanner.skipSpace();
    if (scanner.accept("*")) {
      scanner.skipSpace();
      scanner.expect("]", "to close the splat");
      return { kind: "splat", of, start, end: scanner.offset };
    }
    const key = parseExpression(scanner);
    scanner.skipSpace();
    scanner.expect("]", "to close the index");
    return { kind: "index", of, key, start, end: scanner.offset };
  });
};

const parseTerm = (scanner: Scanner): Expression => {
  const start = scanner.offset;
  const first = scanner.text.charAt(start);
  if (first === '"') return scanner.inLines(() => parseQuoted(scanner, parseExpression));
  if (first === "<" && scanner.sees("<<")) return scanner.inLines(() => parseHeredoc(scanner, parseExpression));
  if (first === "(") return parseGroup(scanner);
  if (first === "[") return parseList(scanner);
  if (first === "{") return parseBraces(scanner);
  const value = scanner.number();
  if (value !== undefined) return { kind: "literal", value, start, end: scanner.offset };
  return parseName(scanner);
};

/** `true`, `false`, `null`, a variable or a function call. */
const parseName = (scanner: Scanner): Expression => {
  const start = scanner.offset;
  let name = scanner.expectWord("an expression");
  const constant = keywords.get(name);
  if (constant !== undefined) return { kind: "literal", value: constant, start, end: scanner.offset };
  while (scanner.accept("::")) name += `::${scanner.expectWord('a function name after "::"')}`;
  const end = scanner.offset;
  scanner.skipSpace();
  if (scanner.sees("(")) return parseCall(scanner, name, start);
  scanner.offset = end;
  if (name.includes("::")) scanner.fail('expected "(" after the function name');
  return { kind: "variable", name, start, end };
};

const parseCall = (scanner: Scanner, name: string, start: number): Expression => {
  scanner.offset++;
  const args: Expression[] = [];
  let expand = false;
  scanner.inBrackets(() => {
    scanner.skipSpace();
    while (!scanner.sees(")")) {
      args.push(parseExpression(scanner));
      scanner.skipSpace();
      expand = scanner.accept("...");
      scanner.skipSpace();
      if (expand || !scanner.accept(",")) break;
      scanner.skipSpace();
    }
    scanner.expect(")", "to close the function call");
  });
  return { kind: "call", name, args, expand, start, end: scanner.offset };
};

const parseGroup = (scanner: Scanner): Expression => {
  const start = scanner.offset++;
  const inner = scanner.inBrackets(() => {
    scanner.skipSpace();
    const expression = parseExpression(scanner);
    scanner.skipSpace();
    scanner.expect(")", "to close the group");
    return expression;
  });
  return { kind: "group", inner, start, end: scanner.offset };
};

const parseList = (scanner: Scanner): Expression => {
  const start = scanner.offset++;
  return scanner.inBrackets((): Expression => {
    scanner.skipSpace();
    if (acceptFor(scanner)) return parseFor(scanner, start, "]");
    const items: Expression[] = [];
    while (!scanner.sees("]")) {
      items.push(parseExpression(scanner));
      scanner.skipSpace();
      if (!scanner.accept(",")) break;
      scanner.skipSpace();
    }
    scanner.expect("]", 'or "," after a list item');
    return { kind: "list", items, start, end: scanner.offset };
  });
};

const parseBraces = (scanner: Scanner): Expression => {
  const start = scanner.offset++;
  return scanner.inBrackets((): Expression => {
    scanner.skipSpace();
    return acceptFor(scanner) ? parseFor(scanner, start, "}") : parseObject(scanner, start);
  });
};

/** Steps over the word `for` when a `for` expression begins here, and not a name that starts with it. */
const acceptFor = (scanner: Scanner): boolean => {
  const before = scanner.offset;
  if (scanner.sees("for") && scanner.word() === "for" && /[\s/#]/.test(scanner.text.charAt(scanner.offset))) {
    scanner.skipSpace();
    return true;
  }
  scanner.offset = before;
  return false;
};

const parseFor = (scanner: Scanner, start: number, close: "]" | "}"): Expression => {
  const intro = parseForIntro(scanner, parseExpression);
  scanner.skipSpace();
  scanner.expect(":", "after the collection of the for expression");
  scanner.skipSpace();
  const first = parseExpression(scanner);
  scanner.skipSpace();
  const isObject = close === "}";
  if (isObject) {
    scanner.expect("=>", "between key and value of the for expression");
    scanner.skipSpace();
  }
  const value = isObject ? parseExpression(scanner) : first;
  scanner.skipSpace();
  const group = isObject && scanner.accept("...");
  scanner.skipSpace();
  const condition = parseForCondition(scanner);
  scanner.expect(close, "to close the for expression");
  const range = { start, end: scanner.offset };
  return {
    kind: "for",
    ...intro,
    ...(isObject && { key: first }),
    value,
    ...(condition !== undefined && { condition }),
    group,
    ...range,
  };
};

const parseForCondition = (scanner: Scanner): Expression | undefined => {
  const before = scanner.offset;
  if (scanner.word() !== "if") {
    scanner.offset = before;
    return undefined;
  }
  scanner.skipSpace();
  const condition = parseExpression(scanner);
  scanner.skipSpace();
  return condition;
};

const parseObject = (scanner: Scanner, start: number): Expression => {
  const items: { key: Expression; value: Expression }[] = [];
  while (!scanner.sees("}")) {
    if (scanner.atEnd) scanner.fail('expected "}" to close the object', start);
    items.push(scanner.inLines(() => parseObjectItem(scanner)));
    // On the item's own line: a line may not begin with it.
    scanner.accept(",");
    scanner.skipSpace();
  }
  scanner.offset++;
  return { kind: "object", items, start, end: scanner.offset };
};

const parseObjectItem = (scanner: Scanner): { key: Expression; value: Expression } => {
  const key = parseExpression(scanner);
  scanner.skipSpace();
  if (!scanner.accept("=") && !scanner.accept(":")) scanner.fail('expected "=" or ":" after the key of an object');
  scanner.skipSpace();
  const value = parseExpression(scanner);
  scanner.skipSpace();
  if (!scanner.atLineEnd && !scanner.sees(",") && !scanner.sees("}"))
    scanner.fail('expected ",", "}" or a new line after an item of the object');
  return { key, value };
};
