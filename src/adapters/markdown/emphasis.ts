import type { Node } from "./trees.ts";
import { textOf } from "./trees.ts";

const tags: Readonly<Record<string, string>> = { strong: "strong", emphasis: "em", delete: "del" };

const isEmphasis = ({ type }: Node): boolean => tags[type] !== undefined;

const firstOf = (text: string): string => (text === "" ? "" : String.fromCodePoint(text.codePointAt(0) ?? 0));
const lastOf = (text: string): string => /[\s\S]$/u.exec(text)?.[0] ?? "";

const isSpace = (character: string): boolean => character === "" || /\s/u.test(character);
const isPunctuation = (character: string): boolean => /[\p{P}\p{S}]/u.test(character);

/** Whether marks between these two characters open or close: `**"강조"**는` does not, for a letter follows the mark behind a quote. */
const marksHold = (outside: string, inside: string): boolean =>
  !isSpace(inside) && (!isPunctuation(inside) || isSpace(outside) || isPunctuation(outside));

const html = (value: string): Node => ({ type: "html", value });
const textNode = (value: string): Node => ({ type: "text", value });

const edge = (node: Node, side: "first" | "last"): Node | undefined => {
  let inner: Node | undefined = node;
  while (inner && inner.type !== "text") inner = inner.children?.at(side === "first" ? 0 : -1);
  return inner;
};

/** Takes the spaces off the ends of emphasised text, and answers them: marks do not hold next to a space. */
const trimInside = (node: Node): { before: string; after: string } => {
  const [head, tail] = [edge(node, "first"), edge(node, "last")];
  const before = /^\s+/.exec(head?.value ?? "")?.[0] ?? "";
  if (head) head.value = (head.value ?? "").slice(before.length);
  const after = /\s+$/.exec(tail?.value ?? "")?.[0] ?? "";
  if (tail) tail.value = (tail.value ?? "").slice(0, (tail.value ?? "").length - after.length);
  return { before, after };
};

/** Emphasis of nothing that anybody sees; a picture is seen. */
const isEmpty = ({ type, value, children }: Node): boolean =>
  children === undefined ? type === "text" && value === "" : children.every(isEmpty);

const withSpacesOutside = (children: readonly Node[]): Node[] =>
  children.flatMap((child) => {
    if (!isEmphasis(child)) return [child];
    const { before, after } = trimInside(child);
    const parts = [textNode(before), ...(isEmpty(child) ? [] : [child]), textNode(after)];
    return parts.filter(({ type, value }) => type !== "text" || value !== "");
  });

/** Neighbouring texts as one, or a mark of one may meet a mark of the other. */
const joinTexts = (children: readonly Node[]): Node[] => {
  const joined: Node[] = [];
  for (const child of children) {
    const last = joined.at(-1);
    if (child.type === "text" && last?.type === "text")
      joined[joined.length - 1] = textNode(`${last.value ?? ""}${child.value ?? ""}`);
    else joined.push(child);
  }
  return joined;
};

/**
 * Emphasis that Markdown's marks can show stays; any other becomes HTML's tags. The library would write letters next to
 * such marks as numbers, and Korean has its particles there.
 */
export const makeEmphasisHold = (node: Node): void => {
  if (!node.children) return;
  const children = joinTexts(withSpacesOutside(node.children));
  node.children = children.flatMap((child, index) => {
    const tag = tags[child.type];
    if (tag === undefined) return [child];
    const text = textOf(child);
    const before = lastOf(textOf(children[index - 1] ?? textNode("")));
    const after = firstOf(textOf(children[index + 1] ?? textNode("")));
    const holds = marksHold(before, firstOf(text)) && marksHold(after, lastOf(text));
    return holds ? [child] : [html(`<${tag}>`), ...(child.children ?? []), html(`</${tag}>`)];
  });
  for (const child of node.children) makeEmphasisHold(child);
};
