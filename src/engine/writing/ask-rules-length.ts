import type { Ask, Rule } from "./asks.ts";
import { amountIn, needsModel, placeOf, subjectIn, takePosition, when, wordsIn } from "./asks.ts";

const shortWords = String.raw`(?:much |far |a lot |a (?:little )?bit |a little |slightly |somewhat |way |even |more |very |significantly |considerably )*(?:shorter|short|concise|condensed|compact|brief|briefer|succinct|tighter|terser?|crisper|snappier|less (?:wordy|verbose|long|text)|half as long|half (?:the|its) (?:length|size)|leaner)`;

/** Wishes for less. */
export const shortening: readonly Rule[] = [
  when(
    /\b(?:split|break)(?: up)?\b.*\bparagraphs?\b|\bshorter paragraphs\b|\bparagraphs?\b.*\b(?:shorter|too long)\b/i,
    (_, { text }) => {
      const [, place] = /\bparagraphs? (?:in|of) (?:the )?(.+?)(?: (?:are|is) .*)?$/i.exec(text) ?? [];
      return { do: "splitParagraphs", place: placeOf(place) };
    },
  ),
  when(/\b(?:shorter|shorten|simpler) (?:the |all |long )*sentences\b|\bsentences\b.*\b(?:shorter|too long)\b/i, () =>
    needsModel("Shorter sentences without loss"),
  ),
  when(
    new RegExp(
      String.raw`^(?:make|keep|get|have|rewrite|write|turn)\s+(.+?)\s+(?:to be |into something |a )?${shortWords}\b(.*)$`,
      "iu",
    ),
    ([place = "", more = ""], { text }) =>
      /\blonger\b/i.test(more) ? undefined : { do: "shorten", place: placeOf(place), to: amountIn(text) },
  ),
  when(
    /^(?:shorten|condense|trim(?: down)?|tighten(?: up)?|abridge|compress|reduce(?: the length of| the size of)?|cut(?: down)?|halve|slim down|pare down|summari[sz]e|cut back)\b\s*(.*)$/i,
    ([said = ""], { text }) => {
      const place = said.replace(
        /\b(?:down )?(?:by|to|in|into|under|at most|about|around|until|so that|a (?:little )?bit|a lot|slightly|significantly|considerably|somewhat|drastically|down|up|more|length|half)\b.*$/i,
        "",
      );
      const base =
        /^summari[sz]e/i.test(text) && !/\d|half|third|quarter/i.test(text) ? { share: 0.35 } : amountIn(text);
      return { do: "shorten", place: placeOf(place), to: base };
    },
  ),
  when(
    new RegExp(
      String.raw`^(?:the |this |it |that )?(.*?)\s*\b(?:is|are|was|feels?|seems?|looks?|reads?)\s+(?:still |a bit |a little |much |way |far )*too (?:long|wordy|verbose|lengthy)`,
      "iu",
    ),
    ([place], { text }) => ({ do: "shorten", place: placeOf(place), to: amountIn(text.replace(/^.*too\b/i, "")) }),
  ),
  when(
    /^(?:too (?:long|wordy|verbose|much text)|less (?:text|words|wordy|detail)|fewer words|not so long)/i,
    (_, { text }) => ({ do: "shorten", place: undefined, to: amountIn(text.replace(/^too/i, "")) }),
  ),
  when(
    new RegExp(
      String.raw`^(?:the )?(.*?)\s*(?:should|must|could|can|has to|needs to|to|be)*\s*(?:be |become |get )?(?:a |an )?${shortWords}(?: (?:version|(draft|article|post|text|introduction|intro|conclusion|.{2,40} section)))?(?:\s*[:,(]?\s*(?:about|at most|max|under|to|in)?\s*\d+ words?\)?)?$`,
      "iu",
    ),
    ([before, after], { text }) =>
      /\b(?:add|write|include|section (?:on|about)|title|summary|quote)\b/i.test(text)
        ? undefined
        : {
            do: "shorten",
            place: placeOf(after ?? before?.replace(/\s+(?:should|must|could|can|be)+$/i, "")),
            to: amountIn(text),
          },
  ),
];

const lengthen = (place: string | undefined, subject: string | undefined, text: string): Ask => ({
  do: "lengthen",
  place,
  subject: subject === "" ? undefined : subject,
  prefer: /\bexamples?\b|예시|예를|ตัวอย่าง/iu.test(text)
    ? "examples"
    : /\bquot(?:e|ation)s\b|인용/iu.test(text)
      ? "quotes"
      : undefined,
  words: wordsIn(text),
});

const detail = String.raw`(?:(?:some |a (?:lot|bit|little|few) |much |many |even )*(?:more|further|additional|extra|other)\s+)(?:in-?depth\s+)?(?:concrete |specific |real |practical |background |direct )*(?:detail(?:s|ed)?|information|info|content|depth|text|words|material|examples?|quotes|quotations|facts|data|context|background|explanations?)`;

/** Wishes for more. */
export const lengthening: readonly Rule[] = [
  when(
    new RegExp(
      String.raw`^(?:(?:add|include|give|write|use|put|insert|provide|have|want|need|needs|with|go into|there should be)\b.{0,20}?)?${detail}(?: (?:in|to) (?:the )?(.+?(?: section)?))?(?: (?:on|about|regarding|for|of|from) (.+))?$`,
      "iu",
    ),
    ([place, subject], { text, reveal }) =>
      lengthen(placeOf(place), subject === undefined ? undefined : reveal(subjectIn(subject)), text),
  ),
  when(
    /^(?:make|keep|get|have|write|turn)\s+(.+?)\s+(?:(?:much|a lot|a bit|a little|slightly|even|somewhat|way|far) )?(?:longer|more (?:detailed|thorough|comprehensive|in-depth|extensive|complete|elaborate)|bigger|twice as long)\b/i,
    ([place], { text, reveal }) => lengthen(reveal(placeOf(place) ?? "") || undefined, undefined, text),
  ),
  when(
    /^(?:lengthen|expand(?: (?:on|upon))?|extend|elaborate(?: (?:on|upon))?|flesh out|go deeper(?: (?:on|into))?|go into(?: more)? (?:detail|depth)(?: (?:on|about))?|develop|detail|build out|beef up|dig deeper(?: into)?)\b\s*(.*)$/i,
    ([said = ""], { text, reveal }) => {
      const bare = said.replace(/\b(?:to|by|with|a (?:little )?bit|a lot|slightly|further|more)\b.*$/i, "").trim();
      const [, place, about] = /^(.*?)\s*\b(?:with more|with) .{0,30}?\b(?:on|about) (.+)$/i.exec(said) ?? [];
      return lengthen(
        reveal(placeOf(place ?? bare) ?? "") || undefined,
        about === undefined ? undefined : reveal(subjectIn(about)),
        text,
      );
    },
  ),
  when(
    /^(?:it|this|the (?:draft|article|post|text))?\s*(?:is |are |seems |feels )?(?:a bit |a little |much |way |far )?too short/i,
    (_, { text }) => lengthen(undefined, undefined, text),
  ),
  when(
    /^(?:the )?(.+?) (?:is|are|seems?|feels?) (?:a bit |a little |much |way |far )?(?:too (?:short|thin|brief)|not (?:detailed|long) enough)/i,
    ([place], { text, reveal }) => lengthen(reveal(placeOf(place) ?? "") || undefined, undefined, text),
  ),
  when(/^(?:much |a lot |a bit |even )?(?:longer|more detailed|more in-depth)(?: .*)?$/i, (_, { text }) =>
    lengthen(undefined, undefined, text),
  ),
  when(
    /^(?:(?:add|include|write|give|say|tell|talk|put|provide|want|need)\s+(?:me |us |a bit |a little |some |much |a lot )*)?more\s+(?:on|about|regarding|of|concerning)\s+(.+)$/i,
    ([subject = ""], { text, reveal }) => lengthen(undefined, reveal(subjectIn(subject)), text),
  ),
  when(/^(?:make it )?(?:about |around |at least |up to )?(\d{2,5}) words(?: long)?$/i, (_, { text }) =>
    lengthen(undefined, undefined, text),
  ),
];

const sectionWord = "(?:section|chapter|part|paragraph|passage|subsection|heading)";

/** Wishes for something that is not there yet. */
export const adding: readonly Rule[] = [
  when(
    /^(?:(?:add|include|insert|put(?: in)?|use|give|want|need|have|cite|show)\s+)?(?:me |us )?(?:a |an |another |some |more |one |one more |direct |fitting |good )*(?:block ?)?(?:quote|quotation)s?(?:\s+(?:about|on|from|regarding|for|of)\s+(.+))?$/i,
    ([subject]) => ({ do: "quote", subject: subject === undefined ? undefined : subjectIn(subject) }),
  ),
  when(
    new RegExp(
      String.raw`^(?!(?:remove|delete|drop|shorten|expand|move|rename|rewrite)\b)(.*?)\b${sectionWord}s?\s+(?:on|about|for|regarding|covering|describing|explaining|discussing|dedicated to|devoted to|(?:that|which) (?:explains?|covers?|describes?|talks? about|is about|discusses)|called|named|titled|entitled|with the (?:title|heading|name)|of|:)\s*(.+)$`,
      "iu",
    ),
    ([before = "", said = ""], { text, reveal }) => {
      if (/\b(?:too (?:long|short)|shorter|longer)\b/i.test(text) || /\b(?:before|after) the\s*$/i.test(before))
        return undefined;
      const { rest, position: at } = takePosition(said);
      const early = /\b(?:at the (?:top|beginning|start)|first)\b/i.test(before) ? ({ at: "top" } as const) : undefined;
      const where = at !== undefined && "section" in at ? { ...at, section: reveal(at.section) } : at;
      return { do: "addSection", subject: reveal(subjectIn(rest)), position: where ?? early };
    },
  ),
  when(
    new RegExp(
      String.raw`^(?:add|append|insert|include|write|create|put in|give|have|want|need)\s+(?:me |us )?(?:a|an|another|one|the|new|short|brief|small|separate|dedicated|\s)*\s(.+?)\s+${sectionWord}(.*)$`,
      "iu",
    ),
    ([subject = "", rest = ""], { reveal }) => {
      const at = takePosition(`x${rest}`).position;
      return {
        do: "addSection",
        subject: reveal(subjectIn(subject)),
        position: at !== undefined && "section" in at ? { ...at, section: reveal(at.section) } : at,
      };
    },
  ),
  when(
    /^(?:(?:also )?(?:cover|mention|discuss|explain|describe|talk about|write about|address|touch on|bring up|point out)|(?:add|include|say|write|put in)\s+(?:something|information|info|details?|a (?:word|sentence|few words|bit|note|line|mention)|content|facts|data|some (?:words|text|lines|sentences))\s+(?:on|about|regarding|of|for))\s+(.+)$/i,
    ([said = ""], { text, reveal }) => {
      const { rest } = takePosition(said);
      return lengthen(undefined, reveal(subjectIn(rest)), text);
    },
  ),
  when(
    /^(?:there is |there['’]?s )?(?:nothing|not enough|too little)(?: (?:information|detail|said))? (?:on|about) (.+)$/i,
    ([subject = ""], { text, reveal }) => lengthen(undefined, reveal(subjectIn(subject)), text),
  ),
  when(
    /^(?:what|it|the (?:draft|article|post)) (?:is missing|misses|lacks|should (?:also )?(?:cover|mention)) (?:is )?(.+)$/i,
    ([subject = ""], { text, reveal }) => lengthen(undefined, reveal(subjectIn(subject)), text),
  ),
];
