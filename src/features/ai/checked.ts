import type { Judge, KnownSources } from "./known.ts";
import { createJudge } from "./known.ts";
import { cleanMermaid } from "./mermaid-line.ts";
import type { Place } from "./prose.ts";
import { join, readToken } from "./prose.ts";

export type { KnownSources } from "./known.ts";

/** A block of code between lines of three or more backticks or tildes. */
interface Fence {
  /** Columns before its first line; a line that begins further left would end a list around it. */
  indent: number;
  mark: string;
  isMermaid: boolean;
}

// What may stand before a fence: nothing but spaces, or the mark of a list.
const fenceLine = /^( *(?:(?:[-*+]|\d{1,9}[.)]) {1,3})?)(`{3,}|~{3,})(.*)$/;
const couldBeFence = /^[\s\d>*+.)-]*(?:`{1,}|~{1,})?$/;
const startsFence = /^ *(?:(?:[-*+]|\d{1,9}[.)]) {1,3})?(?:`{3,}|~{3,})/;
// Line ends other than \n among them: a reader might see one where this does not.
const controls = /[^\P{Cc}\t\n]/gu;
/** No line that opens code is longer. */
const longestOpening = 300;

const columnsOf = (line: string): number => {
  let columns = 0;
  for (const one of line) {
    if (one === "\t") columns += 4 - (columns % 4);
    else if (one === " ") columns++;
    else break;
  }
  return columns;
};

const closes = (line: string, { mark }: Fence): boolean => {
  const run = line.trim();
  return run.length >= mark.length && run === mark.charAt(0).repeat(run.length);
};

/**
 * Lets through of a model's Markdown only what leads to known sources: links to their hosts, pictures that are one of
 * them, citations by their ids. Of any other link the text stays; HTML is escaped; code stays as it is. Holds back what
 * is not decided yet, so that never half a link comes out.
 *
 * How code, links and paragraphs are told apart follows CommonMark 0.31 and its tables of GitHub; in doubt nothing is code.
 */
class Guard {
  readonly #judge: Judge;
  #held = "";
  #fence: Fence | undefined;
  #atLineStart = true;
  /** Nothing but blanks stood on the line before. */
  #afterBlank = true;
  #lineIsBlank = true;
  #doubtful = false;
  #before = "\n";

  constructor(known: KnownSources) {
    this.#judge = createJudge(known);
  }

  /** The next piece in; what may be shown out. */
  push(piece: string): string {
    this.#held += piece.replace(controls, "");
    return this.#drain(false);
  }

  /** What was held back, now that nothing follows. */
  end(): string {
    return this.#drain(true);
  }

  #drain(final: boolean): string {
    let out = "";
    while (this.#held !== "") {
      const shown = this.#atLineStart ? this.#startLine(final) : this.#goOn(final);
      if (shown === undefined) break;
      out += shown;
    }
    return out;
  }

  /** The text of this line as far as it is there. */
  #line(): string {
    const end = this.#held.indexOf("\n");
    return end === -1 ? this.#held : this.#held.slice(0, end);
  }

  #isWhole(line: string, final: boolean): boolean {
    return final || this.#held.length > line.length;
  }

  /** Takes a line away with its end. */
  #takeLine(line: string): string {
    const end = this.#held.length > line.length ? "\n" : "";
    this.#held = this.#held.slice(line.length + end.length);
    return end;
  }

  #startLine(final: boolean): string | undefined {
    const line = this.#line();
    if (this.#fence !== undefined) return this.#startCodeLine(line, this.#fence, final);
    const isOpen = !this.#isWhole(line, final) && line.length <= longestOpening;
    if (isOpen && (couldBeFence.test(line) || startsFence.test(line))) return undefined;
    const opened = this.#openFence(line);
    if (opened !== undefined) return opened;
    this.#atLineStart = false;
    this.#lineIsBlank = true;
    return "";
  }

  #openFence(line: string): string | undefined {
    if (line.length > longestOpening) return undefined;
    const [, lead = "", mark = "", info = ""] = fenceLine.exec(line) ?? [];
    const isSure = this.#afterBlank || (lead.trim() === "" && lead.length < 4);
    if (mark === "" || !isSure || (mark.startsWith("`") && info.includes("`"))) return undefined;
    // In a list a mark four columns in is code already, by its indent alone.
    if (lead.trim() !== "" && lead.search(/\S/) > 3) return undefined;
    const language = /^[\w+#.-]*/.exec(info.trim())?.[0] ?? "";
    this.#fence = { indent: lead.length, mark, isMermaid: language.toLowerCase() === "mermaid" };
    return this.#show(lead + mark + language + this.#takeLine(line));
  }

  #startCodeLine(line: string, fence: Fence, final: boolean): string | undefined {
    const isWhole = this.#isWhole(line, final);
    const text = line.trimStart();
    if (!isWhole && (fence.isMermaid || text === "" || text.startsWith(fence.mark.charAt(0)))) return undefined;
    const end = `${" ".repeat(fence.indent)}${fence.mark}`;
    if (closes(line, fence)) {
      this.#leaveFence();
      return this.#show(end + this.#takeLine(line));
    }
    if (text !== "" && columnsOf(line) < fence.indent) {
      // Whether the code goes on here depends on what is around it: it is ended for everyone.
      this.#leaveFence();
      return this.#show(`${end}\n`);
    }
    if (!fence.isMermaid) {
      this.#atLineStart = false;
      return "";
    }
    const cleaned = cleanMermaid(line);
    const lineEnd = this.#takeLine(line);
    return this.#show(cleaned === undefined ? "" : cleaned + lineEnd);
  }

  #leaveFence(): void {
    this.#fence = undefined;
    this.#afterBlank = false;
    this.#doubtful = false;
  }

  #goOn(final: boolean): string | undefined {
    if (this.#held.startsWith("\n")) return this.#endLine();
    if (this.#fence !== undefined) {
      const line = this.#line();
      this.#held = this.#held.slice(line.length);
      return this.#show(line);
    }
    const place: Place = {
      text: this.#held,
      at: 0,
      final,
      before: this.#before,
      doubtful: this.#doubtful,
    };
    const token = readToken(place, this.#judge);
    if (token === "undecided") return undefined;
    this.#doubtful = place.doubtful;
    if (this.#held.slice(0, token.used).trim() !== "") this.#lineIsBlank = false;
    this.#held = this.#held.slice(token.used);
    return this.#show(join(this.#before, token.out));
  }

  #endLine(): string {
    this.#held = this.#held.slice(1);
    this.#atLineStart = true;
    if (this.#fence === undefined) {
      this.#afterBlank = this.#lineIsBlank;
      if (this.#lineIsBlank) this.#doubtful = false;
    }
    return this.#show("\n");
  }

  #show(text: string): string {
    this.#before = (this.#before + text).slice(-16);
    return text;
  }
}

/** A model's text with nothing in it that leads anywhere but to known sources. */
export const onlyKnown = (text: string, known: KnownSources): string => {
  const guard = new Guard(known);
  return guard.push(text) + guard.end();
};

/** The same for a text that comes in pieces: together they are what `onlyKnown` makes of the whole. */
export async function* onlyKnownPieces(pieces: AsyncIterable<string>, known: KnownSources): AsyncGenerator<string> {
  const guard = new Guard(known);
  for await (const piece of pieces) {
    const shown = guard.push(piece);
    if (shown !== "") yield shown;
  }
  const rest = guard.end();
  if (rest !== "") yield rest;
}
