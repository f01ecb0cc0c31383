/** A tag of HTML as it stands in a text. */
export interface Tag {
  start: number;
  end: number;
  /** In lower case. */
  name: string;
  closing: boolean;
  attributes: [name: string, value: string][];
}

const space = /\s/;
const opening = /<(\/?)([a-zA-Z][^\s/>]*)/y;
const attribute = /[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)))?/y;
const comment = /<!--(?:>|->|[\s\S]*?(?:-->|$))|<[!?][^>]*>?/y;

/** Elements that have no content. */
export const isVoid = (name: string): boolean =>
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/.test(name);

const readTag = (html: string, start: number): Tag | undefined => {
  opening.lastIndex = start;
  const head = opening.exec(html);
  if (head === null) return undefined;
  const [whole, slash = "", name = ""] = head;
  const attributes: [string, string][] = [];
  let at = start + whole.length;
  for (;;) {
    attribute.lastIndex = at;
    const found = attribute.exec(html);
    if (found === null) break;
    const [text, key = "", double, single, bare] = found;
    attributes.push([key.toLowerCase(), double ?? single ?? bare ?? ""]);
    at += text.length;
  }
  while (at < html.length && (space.test(html.charAt(at)) || html[at] === "/")) at += 1;
  const end = html[at] === ">" ? at + 1 : html.length;
  return { start, end, name: name.toLowerCase(), closing: slash === "/", attributes };
};

const raw = /^(?:script|style|iframe|textarea|title|xmp|noembed|noframes|plaintext)$/;

/** Tags in the order in which they stand, each as a browser would see it. Comments are passed over; so is what a script holds. */
export function* readTags(html: string): Generator<Tag> {
  let at = html.indexOf("<");
  while (at !== -1) {
    comment.lastIndex = at;
    const remark = comment.exec(html);
    const tag = remark === null ? readTag(html, at) : undefined;
    let next = at + (remark?.[0].length ?? 1);
    if (tag) {
      yield tag;
      next = tag.end;
      if (!tag.closing && raw.test(tag.name)) {
        const close = new RegExp(`</${tag.name}`, "gi");
        close.lastIndex = next;
        next = close.exec(html)?.index ?? html.length;
      }
    }
    at = html.indexOf("<", next);
  }
}
