// A vendor's SVG as a tree of elements, from markup or from a React module, with style sheets and style attributes resolved.

export interface Element {
  tag: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

const element = (tag: string, attributes: Record<string, string>): Element => ({
  tag,
  attributes,
  children: [],
  text: "",
});

const parseAttributes = (text: string): Record<string, string> => {
  const attributes: Record<string, string> = {};
  for (const [, name = "", value = ""] of text.matchAll(/([\w:-]+)\s*=\s*"([^"]*)"/g)) attributes[name] ??= value;
  return attributes;
};

/** SVG markup → tree; comments, prologue and doctype fall away. */
export const parseMarkup = (markup: string): Element => {
  const root = element("#root", {});
  const open = [root];
  const clean = markup.replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>]*>/g, "");
  for (const [, closing, tag = "", attributes = "", empty, text] of clean.matchAll(
    /<(\/?)([\w:-]+)((?:\s+[\w:-]+\s*=\s*"[^"]*")*)\s*(\/?)>|([^<]+)/g,
  )) {
    const parent = open.at(-1) ?? root;
    if (text !== undefined) parent.text += text;
    else if (closing === "/") open.pop();
    else {
      const child = element(tag, parseAttributes(attributes));
      parent.children.push(child);
      if (empty !== "/") open.push(child);
    }
  }
  const svg = root.children.find(({ tag }) => tag === "svg");
  if (svg === undefined) throw new Error("no <svg> element");
  return svg;
};

/** React's names whose SVG name is not the same in kebab case. */
const camelCaseNames = new Set(["viewBox", "gradientUnits", "gradientTransform", "clipPathUnits", "maskUnits"]);

const attributeName = (name: string): string => {
  if (name === "className") return "class";
  if (name === "xlinkHref") return "href";
  return camelCaseNames.has(name) ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
};

const isElement = (value: unknown): value is Element => typeof value === "object" && value !== null && "tag" in value;

/** Stands in for React's `jsx`: makes our own tree of what an icon module draws. */
export const jsx = (tag: unknown, properties: Record<string, unknown>): Element => {
  const made = element(typeof tag === "string" ? tag : "g", {});
  const { children, style, ...rest } = properties;
  const styles = typeof style === "object" && style !== null ? style : {};
  for (const [name, value] of Object.entries({ ...rest, ...styles }))
    if (typeof value === "string" || typeof value === "number") made.attributes[attributeName(name)] = String(value);
  for (const child of [children].flat(9)) {
    if (isElement(child)) made.children.push(child);
    else if (typeof child === "string") made.text += child;
  }
  return made;
};

const declarations = (text: string): [string, string][] =>
  text
    .split(";")
    .map((part) => part.split(":"))
    .filter((pair) => pair.length === 2)
    .map(([name = "", value = ""]) => [name.trim(), value.trim()]);

const walk = (node: Element, visit: (node: Element) => void): void => {
  visit(node);
  for (const child of node.children) walk(child, visit);
};

/** Turns classes and style attributes into plain attributes, so that nothing after this knows CSS. */
export const resolveStyles = (root: Element): Element => {
  const classes = new Map<string, [string, string][]>();
  walk(root, ({ tag, text }) => {
    if (tag !== "style") return;
    for (const [, selectors = "", body = ""] of text.matchAll(/([^{}]+)\{([^}]*)\}/g))
      for (const selector of selectors.split(",")) {
        const name = selector.trim().replace(/^\./, "");
        classes.set(name, [...(classes.get(name) ?? []), ...declarations(body)]);
      }
  });
  walk(root, (node) => {
    const named = (node.attributes["class"] ?? "").split(/\s+/).flatMap((name) => classes.get(name) ?? []);
    Object.assign(node.attributes, Object.fromEntries([...named, ...declarations(node.attributes["style"] ?? "")]));
  });
  return root;
};

/** Every element that has an id, by id. */
export const elementsById = (root: Element): Map<string, Element> => {
  const found = new Map<string, Element>();
  walk(root, (node) => {
    const id = node.attributes["id"];
    if (id !== undefined) found.set(id, node);
  });
  return found;
};
