import type { Options } from "rehype-sanitize";

/** Where a link may lead; an address without a scheme is within the blog. */
const schemes = ["http", "https", "mailto"];

/** Elements that are dropped with what they hold. */
const emptied = [
  "script", "style", "iframe", "object", "embed", "applet", "noscript", "noembed", "noframes",
  "template", "svg", "math", "textarea", "select", "title", "head", "frameset", "audio", "video", "canvas",
]; // oxfmt-ignore

/** What content may hold: what Markdown and the editor make, and nothing that acts or that loads but pictures. */
export const schema = {
  tagNames: [
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
  ],
  attributes: {
    a: ["href", "title", ["id", /^fnref-/], "dataFootnoteRef", "dataFootnoteBackref", "ariaLabel"],
    code: [["className", /^language-[\w+#.-]{1,40}$/]],
    details: ["open"],
    h2: [["id", "footnote-label"]],
    img: ["src", "alt", "title", "width", "height"],
    input: [["type", "checkbox"], ["disabled", true], "checked"],
    li: [
      ["id", /^fn-/],
      ["className", "task-list-item"],
      ["dataType", "taskItem"],
      ["dataChecked", "true", "false"],
    ],
    ol: ["start"],
    section: ["dataFootnotes", ["className", "footnotes"]],
    td: ["align", "colSpan", "rowSpan"],
    th: ["align", "colSpan", "rowSpan"],
    ul: [
      ["className", "contains-task-list"],
      ["dataType", "taskList"],
    ],
  },
  // Ids are only those of footnotes, which lead to one another by name.
  clobber: [],
  protocols: { href: schemes, src: ["http", "https"] },
  required: { input: { type: "checkbox", disabled: true } },
  strip: emptied,
  ancestors: { tbody: ["table"], td: ["table"], th: ["table"], thead: ["table"], tfoot: ["table"], tr: ["table"] },
  allowComments: false,
  allowDoctypes: false,
} satisfies Options;

/** Whether an address is one that content may lead to: of the blog itself, or of the web. */
export const isAllowedAddress = (address: string, kind: "href" | "src"): boolean => {
  const colon = address.indexOf(":");
  const before = colon === -1 ? "" : address.slice(0, colon);
  if (colon === -1 || /[/?#]/.test(before)) return true;
  return schema.protocols[kind].includes(before.toLowerCase());
};
