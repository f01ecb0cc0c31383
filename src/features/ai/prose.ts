import type { Judge } from "./known.ts";
import { keepCitations, nameHost } from "./known.ts";

/** What is read at one place of a text, and what becomes of it. */
export interface Token {
  used: number;
  out: string;
}

/** More text is needed to tell what this is. */
export type Undecided = "undecided";

/** Where in a text a token is read. */
export interface Place {
  text: string;
  at: number;
  /** Nothing follows. */
  final: boolean;
  /** The last characters that were let through. */
  before: string;
  /**
   * A backtick is open somewhere above in this paragraph, or a `|` stood in code: what is code from here on depends on
   * who reads, so nothing is.
   */
  doubtful: boolean;
}

/** Longer than this nothing is held back: it is then not what it looked like. */
const mostHeld = 2_000;
/** Around code; nobody needs more. */
const mostBackticks = 20;

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** As far as a token may reach, whatever else is there already: pieces and the whole are read alike. */
const matchNear = (pattern: RegExp, text: string, at: number): RegExpExecArray | null =>
  matchAt(pattern, text.slice(at, at + mostHeld), 0);

/** Whether a token that has not ended may still do so: the text stops here, but not for good. */
const mayGoOn = ({ text, at, final }: Place): boolean =>
  !final && text.length - at < mostHeld && !text.includes("\n", at);

const escaped = /\\[!-/:-@[-`{-~]/y;
const plain = /[^\\`~<[\]!\nhfw ]+/iy;
const backticks = /`+/y;
const tildes = /~+/y;
const lineBreak = /<br ?\/?>/iy;
const autolink = /<(https?:\/\/[^\s<>`"\\^{}|[\]]*)>/iy;
const openAutolink = /<(?:h|ht|htt|https?|https?:|https?:\/|https?:\/\/[^\s<>]*|b|br|br ?\/?)?$/iy;
const urlStart = /(?:https?|ftp):\/\/|www\./iy;
const openUrlStart = /(?:h|ht|htt|https?|https?:|https?:\/|f|ft|ftp|ftp:|ftp:\/|w|ww|www)$/iy;
const urlRest = /[^\s<>"`|\\^{}[\]]*/y;
// Text in brackets without brackets in it, save in code or escaped.
const bracket = /\[((?:[^[\]\n`\\]|\\[^\n]|`[^`\n]*`)*)\]/y;
const destination = /\([ \t]*<?((?:[^\s<>()`"\\]|\([^\s<>()`"\\]*\))*)>?(?:[ \t]+"[^"`\n<>\\]*")?[ \t]*\)/y;
const endsSentence = /[.,;:!?)]*(?:\s|$)/y;
const onlyPunctuation = /[.,;:!?)]*$/y;

const readUrl = (place: Place, judge: Judge): Token | Undecided | undefined => {
  const { text, at, final } = place;
  const start = matchAt(urlStart, text, at);
  if (start === null) return !final && matchAt(openUrlStart, text, at) !== null ? "undecided" : undefined;
  const rest = matchAt(urlRest, text, at + start[0].length)?.[0] ?? "";
  const whole = (start[0] + rest).slice(0, mostHeld);
  if (at + whole.length === text.length && mayGoOn(place)) return "undecided";
  const url = whole.replace(/[.,;:!?'*_~)]+$/, "");
  return { used: whole.length, out: judge.mayLink(url) ? whole : nameHost(url) + whole.slice(url.length) };
};

const readAngle = (place: Place, judge: Judge): Token | Undecided => {
  const { text, at, final } = place;
  const line = matchAt(lineBreak, text, at);
  if (line !== null) return { used: line[0].length, out: line[0] };
  const link = matchNear(autolink, text, at);
  if (link !== null) {
    const [whole, url = ""] = link;
    return { used: whole.length, out: judge.mayLink(url) ? whole : nameHost(url) };
  }
  if (mayGoOn(place) && matchAt(openAutolink, text, at) !== null) return "undecided";
  const next = text[at + 1] ?? "";
  return { used: 1, out: /[a-z/!?]/i.test(next) || (next === "" && !final) ? "&lt;" : "<" };
};

/** Code that ends on its line; its first and last backticks with it. */
const readCode = (place: Place, judge: Judge): Token | Undecided => {
  const { text, at } = place;
  const run = matchAt(backticks, text, at)?.[0] ?? "";
  if (at + run.length === text.length && mayGoOn(place)) return "undecided";
  const lineEnd = text.indexOf("\n", at);
  const line = text.slice(at + run.length, lineEnd === -1 ? text.length : lineEnd).slice(0, mostHeld);
  const end = run.length > mostBackticks ? -1 : line.search(new RegExp(`(?<!\`)\`{${run.length}}(?!\`)`));
  const isOpen = lineEnd === -1 && mayGoOn(place);
  // The closing backticks may yet turn out to be more of them.
  if (isOpen && (end === -1 || end + run.length === line.length)) return "undecided";
  const wasDoubtful = place.doubtful;
  const code = end === -1 ? undefined : line.slice(0, end);
  if (code === undefined || code.includes("|")) place.doubtful = true;
  if (code !== undefined && !wasDoubtful && !place.doubtful)
    return { used: run.length * 2 + code.length, out: run + code + run };
  if (code !== undefined && !wasDoubtful)
    return { used: run.length * 2 + code.length, out: run + withoutBackticks(code, place, judge) + run };
  // Three of them at the start of a line would begin a block of code.
  return { used: run.length, out: run.length > 2 ? `\\${run}` : run };
};

const withoutBackticks = (code: string, place: Place, judge: Judge): string =>
  readAll({ text: code, at: 0, final: true, before: "`", doubtful: true }, judge, place.before);

const readDestination = (place: Place): { whole: string; url: string } | Undecided | undefined => {
  const found = matchNear(destination, place.text, place.at);
  if (found !== null) return { whole: found[0], url: found[1] ?? "" };
  return mayGoOn(place) ? "undecided" : undefined;
};

/** What is dropped must not bring together what stood on either side of it. */
const gap = ({ text }: Place, next: number): string => (matchAt(endsSentence, text, next) === null ? " " : "");

/** `[text](url)`, `![text](url)`, `[citation]`, each with the space before it. */
const readBracket = (place: Place, judge: Judge): Token | Undecided => {
  const { text, at, before } = place;
  const lead = /^ ?!?/.exec(text.slice(at, at + 2))?.[0] ?? "";
  const isPicture = lead.endsWith("!");
  const found = matchNear(bracket, text, at + lead.length);
  if (found === null) {
    if (mayGoOn(place)) return "undecided";
    return { used: lead.length + 1, out: `${lead.replace("!", "\\!")}[` };
  }
  const [whole, content = ""] = found;
  const next = at + lead.length + whole.length;
  if (matchAt(onlyPunctuation, text, next) !== null && mayGoOn(place)) return "undecided";
  const inner = () => readAll({ text: content, at: 0, final: true, before: "[", doubtful: place.doubtful }, judge);
  const used = lead.length + whole.length;
  if (text[next] === "(") {
    const to = readDestination({ ...place, at: next });
    if (to === "undecided") return to;
    if (to === undefined) return { used, out: `${lead.replace("!", "\\!")}[${inner()}]` };
    const allowed = isPicture ? judge.mayShow(to.url) : judge.mayLink(to.url);
    const space = lead.startsWith(" ") ? " " : "";
    const out = allowed ? `${lead}[${inner()}]${to.whole}` : space + inner();
    return { used: used + to.whole.length, out };
  }
  // `[name]: url` would be a definition, which may be a picture's.
  if (text[next] === ":") return { used: used + 1, out: `${lead.replace("!", "\\!")}[${inner()}]\\:` };
  if (isPicture || /[`\\<]/.test(content)) return { used, out: `${lead.replace("!", "\\!")}[${inner()}]` };
  const kept = keepCitations(content, lead === "" ? before : " ", judge);
  if (kept === "") return { used, out: gap(place, next) };
  return { used, out: kept === `[${content}]` ? `${lead}[${inner()}]` : lead + kept };
};

/** The end of a link or a definition whose beginning was not seen as one. */
const readClosing = (place: Place, judge: Judge): Token | Undecided => {
  const { text, at, final } = place;
  const next = text[at + 1];
  if (next === undefined && !final) return "undecided";
  if (next === ":") return { used: 2, out: "]\\:" };
  if (next !== "(") return { used: 1, out: "]" };
  const to = readDestination({ ...place, at: at + 1 });
  if (to === "undecided") return to;
  if (to === undefined) return { used: 2, out: "]\\(" };
  return { used: 1 + to.whole.length, out: judge.mayLink(to.url) ? `]${to.whole}` : "]" };
};

/** What stands at a place in a line of text. */
export const readToken = (place: Place, judge: Judge): Token | Undecided => {
  const { text, at, final } = place;
  const run = matchAt(plain, text, at);
  if (run !== null) return { used: run[0].length, out: run[0] };
  const one = text.charAt(at);
  const next = text[at + 1];
  if (next === undefined && !final && "\\ !".includes(one)) return "undecided";
  switch (one) {
    case "\\": {
      const pair = matchAt(escaped, text, at)?.[0] ?? one;
      // Not every reader knows the backslash.
      return pair === "\\<" ? { used: 2, out: "&lt;" } : { used: pair.length, out: pair };
    }
    case "`":
      return readCode(place, judge);
    case "~": {
      const tilde = matchAt(tildes, text, at)?.[0] ?? one;
      if (at + tilde.length === text.length && mayGoOn(place)) return "undecided";
      return { used: tilde.length, out: tilde.length > 2 ? `\\${tilde}` : tilde };
    }
    case "<":
      return next === undefined && !final ? "undecided" : readAngle(place, judge);
    case "]":
      return readClosing(place, judge);
    case "[":
      return readBracket(place, judge);
    case "!":
      return next === "[" ? readBracket(place, judge) : { used: 1, out: one };
    case " ":
      return next === "[" ? readBracket(place, judge) : { used: 1, out: one };
    default:
      return readUrl(place, judge) ?? { used: 1, out: one };
  }
};

// What two texts must not make together when something between them is left out.
const seams = /(?:https?|ftp):\/\/|www\.|<[a-z/!?]|`{3}|~{3}|\]\(|\]:|!\[/gi;
const longestSeam = 8;

/** A text after another, with a space between them where together they would be more than each. */
export const join = (before: string, text: string): string => {
  const tail = before.slice(1 - longestSeam);
  const near = tail + text.slice(0, longestSeam - 1);
  const spans = Array.from(near.matchAll(seams)).some(
    ({ index, 0: { length } }) => index < tail.length && index + length > tail.length,
  );
  return spans ? ` ${text}` : text;
};

/** A whole text, token by token. */
const readAll = (place: Place, judge: Judge, before = place.before): string => {
  let out = "";
  while (place.at < place.text.length) {
    place.before = (before + out).slice(-longestSeam);
    const token = readToken(place, judge);
    if (token === "undecided") break;
    out += join(before + out, token.out);
    place.at += token.used;
  }
  return out;
};
