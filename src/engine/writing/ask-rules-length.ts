import type { Ask, Rule } from "./asks.ts";
import { amountIn, needsModel, placeOf, shortenedPlace, subjectIn, takePosition, when, wordsIn } from "./asks.ts";

const shortWords = String.raw`(?:much |far |a lot |a (?:little )?bit |a little |slightly |somewhat |way |even |more |very |significantly |considerably )*(?:shorter|short|concise|condensed|compact|brief|briefer|succinct|tighter|terser?|crisper|snappier|less (?:wordy|verbose|long|text)|half as long|half (?:the|its) (?:length|size)|leaner)`;

/** Wishes for less. */
export const shortening: readonly Rule[] = [
  when(
    /\b(?:split|break)(?: up)?\b.*\bparagraphs?\b|\bshorter paragraphs\b|\bparagraphs?\b.*\b(?:shorter|too long)\b/i,
    ({ text, reveal }) => {
      const [, place = ""] = /\bparagraphs? (?:in|of) (?:the )?(.+?)(?: (?:are|is|into) .*)?$/i.exec(text) ?? [];
      return { do: "splitParagraphs", place: placeOf(place, reveal) };
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
    ({ text, reveal }, place, more) =>
      /\blonger\b/i.test(more)
        ? undefined
        : { do: "shorten", place: shortenedPlace(place, reveal), to: amountIn(text) },
  ),
  when(
    /^(?:shorten|condense|trim(?: down)?|tighten(?: up)?|abridge|compress|reduce(?: the length of| the size of)?|cut(?: down)?|halve|slim down|pare down|summari[sz]e|cut back)\b\s*(.*)$/i,
    ({ text, reveal }, said) => {
      const place = said.replace(
        /\b(?:down )?(?:by|to|in|into|under|at most|about|around|until|so that|a (?:little )?bit|a lot|slightly|significantly|considerably|somewhat|drastically|down|up|more|length|half)\b.*$/i,
        "",
      );
      const base =
        /^summari[sz]e/i.test(text) && !/\d|half|third|quarter/i.test(text) ? { share: 0.35 } : amountIn(text);
      return { do: "shorten", place: shortenedPlace(place, reveal), to: base };
    },
  ),
  when(
    new RegExp(
      String.raw`^(?:the |this |it |that )?(.*?)\s*\b(?:is|are|was|feels?|seems?|looks?|reads?)\s+(?:still |a bit |a little |much |way |far )*too (?:long|wordy|verbose|lengthy)`,
      "iu",
    ),
    ({ text, reveal }, place) => ({
      do: "shorten",
      place: shortenedPlace(place, reveal),
      to: amountIn(text.replace(/^.*too\b/i, "")),
    }),
  ),
  when(
    /^(?:too (?:long|wordy|verbose|much text)|less (?:text|words|wordy|detail)|fewer words|not so long)/i,
    ({ text }) => ({ do: "shorten", place: undefined, to: amountIn(text.replace(/^too/i, "")) }),
  ),
  when(
    new RegExp(
      String.raw`^(?:the )?(.*?)\s*(?:should|must|could|can|has to|needs to|to|be)*\s*(?:be |become |get )?(?:a |an )?${shortWords}(?: (?:version|(draft|article|post|text|introduction|intro|conclusion|.{2,40} section)))?(?:\s*[:,(]?\s*(?:about|at most|max|under|to|in)?\s*\d+ words?\)?)?$`,
      "iu",
    ),
    ({ text, reveal }, before, after) =>
      /\b(?:add|write|include|section (?:on|about)|title|summary|quote|too short)\b/i.test(text)
        ? undefined
        : {
            do: "shorten",
            place: shortenedPlace(after || before, reveal),
            to: amountIn(text),
          },
  ),
];

const lengthen = (place: string | undefined, subject: string | undefined, text: string): Ask =>
  /\bmore (?:direct )?quot(?:e|ation)s\b/i.test(text)
    ? { do: "quote", subject: subject || place }
    : {
        do: "lengthen",
        place,
        subject: subject || undefined,
        prefer: /\bexamples?\b/i.test(text) ? "examples" : undefined,
        words: wordsIn(text),
      };

const detail = String.raw`(?:(?:some |a (?:lot|bit|little|few) |much |many |even )*(?:more|further|additional|extra|other)\s+)(?:in-?depth\s+)?(?:concrete |specific |real |practical |background |direct )*(?:detail(?:s|ed)?|information|info|content|depth|text|words|material|examples?|quotes|quotations|facts|data|context|background|explanations?)`;

/** Wishes for more. */
export const lengthening: readonly Rule[] = [
  when(
    new RegExp(
      String.raw`^(?:(?:add|include|give|write|use|put|insert|provide|have|want|need|needs|with|go into|there should be)\b.{0,20}?)?${detail}(?: (?:in|to) (?:the )?(.+?(?: section)?))?(?: (?:on|about|regarding|for|of|from) (.+))?$`,
      "iu",
    ),
    ({ text, reveal }, place, subject) => lengthen(placeOf(place, reveal), subjectIn(subject, reveal), text),
  ),
  when(
    /^(?:make|keep|get|have|write|turn)\s+(.+?)\s+(?:(?:much|a lot|a bit|a little|slightly|even|somewhat|way|far) )?(?:longer|more (?:detailed|thorough|comprehensive|in-depth|extensive|complete|elaborate)|bigger|twice as long)\b/i,
    ({ text, reveal }, place) => lengthen(placeOf(place, reveal), undefined, text),
  ),
  when(
    /^(?:lengthen|expand(?: (?:on|upon))?|extend|elaborate(?: (?:on|upon))?|flesh out|go deeper(?: (?:on|into))?|go into(?: more)? (?:detail|depth)(?: (?:on|about))?|develop|detail|build out|beef up|dig deeper(?: into)?)\b\s*(.*)$/i,
    ({ text, reveal }, said) => {
      const bare = said.replace(/\b(?:to|by|with|a (?:little )?bit|a lot|slightly|further|more)\b.*$/i, "").trim();
      const [, place, about = ""] = /^(.*?)\s*\b(?:with more|with) .{0,30}?\b(?:on|about) (.+)$/i.exec(said) ?? [];
      return lengthen(placeOf(place ?? bare, reveal), subjectIn(about, reveal), text);
    },
  ),
  when(
    /^(?:it|this|the (?:draft|article|post|text))?\s*(?:is |are |seems |feels )?(?:a bit |a little |much |way |far )?too short/i,
    ({ text }) => lengthen(undefined, undefined, text),
  ),
  when(
    /^(?:the )?(.+?) (?:is|are|seems?|feels?) (?:a bit |a little |much |way |far )?(?:too (?:short|thin|brief)|not (?:detailed|long) enough)/i,
    ({ text, reveal }, place) => lengthen(placeOf(place, reveal), undefined, text),
  ),
  when(/^(?:much |a lot |a bit |even )?(?:longer|more detailed|more in-depth)(?: .*)?$/i, ({ text }) =>
    lengthen(undefined, undefined, text),
  ),
  when(
    /^(?:(?:add|include|write|give|say|tell|talk|put|provide|want|need)\s+(?:me |us |a bit |a little |some |much |a lot )*)?more\s+(?:on|about|regarding|of|concerning)\s+(.+)$/i,
    ({ text, reveal }, subject) => lengthen(undefined, subjectIn(subject, reveal), text),
  ),
  when(/^(?:make it )?(?:about |around |at least |up to )?(\d{2,5}) words(?: long)?$/i, ({ text }) =>
    lengthen(undefined, undefined, text),
  ),
];

const sectionWord = "(?:section|chapter|part|paragraph|passage|subsection|heading)";

/** Wishes for something that is not there yet. */
export const adding: readonly Rule[] = [
  when(
    /^(?:(?:add|include|insert|put(?: in)?|use|give|want|need|have|cite|show)\s+)?(?:me |us )?(?:a |an |another |some |more |one |one more |direct |fitting |good )*(?:block ?)?(?:quote|quotation)s?(?:\s+(?:about|on|from|regarding|for|of)\s+(.+))?$/i,
    ({ reveal }, subject) => ({ do: "quote", subject: subjectIn(subject, reveal) || undefined }),
  ),
  when(
    new RegExp(
      String.raw`^(?!(?:remove|delete|drop|shorten|expand|move|rename|rewrite)\b)(.*?)\b${sectionWord}s?\s+(?:on|about|for|regarding|covering|describing|explaining|discussing|dedicated to|devoted to|(?:that|which) (?:explains?|covers?|describes?|talks? about|is about|discusses)|called|named|titled|entitled|with the (?:title|heading|name)|of|:)\s*(.+)$`,
      "iu",
    ),
    ({ text, reveal }, before, said) => {
      if (/\b(?:too (?:long|short)|shorter|longer)\b/i.test(text) || /\b(?:before|after) the\s*$/i.test(before))
        return undefined;
      const { rest, position } = takePosition(said, reveal);
      const early = /\b(?:at the (?:top|beginning|start)|first)\b/i.test(before) ? ({ at: "top" } as const) : undefined;
      return { do: "addSection", subject: subjectIn(rest, reveal), position: position ?? early };
    },
  ),
  when(
    new RegExp(
      String.raw`^(?:add|append|insert|include|write|create|put in|give|have|want|need)\s+(?:me |us )?(?:a|an|another|one|the|new|short|brief|small|separate|dedicated|\s)*\s(.+?)\s+${sectionWord}(.*)$`,
      "iu",
    ),
    ({ reveal }, subject, rest) => {
      const { position } = takePosition(`x${rest}`, reveal);
      return { do: "addSection", subject: subjectIn(subject, reveal), position };
    },
  ),
  when(
    /^(?:(?:also )?(?:cover|mention|discuss|explain|describe|talk about|write about|address|touch on|bring up|point out)|(?:add|include|say|write|put in)\s+(?:something|information|info|details?|a (?:word|sentence|few words|bit|note|line|mention)|content|facts|data|some (?:words|text|lines|sentences))\s+(?:on|about|regarding|of|for))\s+(.+)$/i,
    ({ text, reveal }, said) => {
      const { rest } = takePosition(said, reveal);
      return lengthen(undefined, subjectIn(rest, reveal), text);
    },
  ),
  when(
    /^(?:there is |there['’]?s )?(?:nothing|not enough|too little)(?: (?:information|detail|said))? (?:on|about) (.+)$/i,
    ({ text, reveal }, subject) => lengthen(undefined, subjectIn(subject, reveal), text),
  ),
  when(
    /^(?:what|it|the (?:draft|article|post)) (?:is missing|misses|lacks|should (?:also )?(?:cover|mention)) (?:is )?(.+)$/i,
    ({ text, reveal }, subject) => lengthen(undefined, subjectIn(subject, reveal), text),
  ),
];
