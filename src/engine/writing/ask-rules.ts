import type { Ask, Kind, Rule } from "./asks.ts";
import { adding, lengthening, shortening } from "./ask-rules-length.ts";
import { amountIn, literal, needsModel, placeOf, readShape, subjectIn, takePosition, when } from "./asks.ts";

const clean = (text: string): string => text.replaceAll(/^[\s"'“”:,]+|[\s"'“”,.]+$/g, "");

/** What a title is to be, where it is named and not only described. */
const namedTitle = (said: string, reveal: (text: string) => string): Ask | undefined => {
  const text = clean(said);
  const [quoted] = new RegExp(literal).exec(text) ?? [];
  if (quoted !== undefined) return { do: "setTitle", title: reveal(quoted) };
  if (
    text === "" ||
    /^(?:(?:be )?(?:something|sth|anything)|(?:be )?(?:more|less|better|shorter|longer|catchier|a better|a new|a different|another))\b/i.test(
      text,
    )
  )
    return /\bshorter\b/i.test(text) ? { do: "shortenTitle" } : { do: "findTitle" };
  return { do: "setTitle", title: text };
};

const article = String.raw`(?:it|this|(?:the|this|my|our) (?:draft|article|post|blog|blog ?post|text|piece|document|story|write-?up))`;

const titles: Rule[] = [
  when(/^(?:remove|delete|drop) the (?:title|headline)$/i, () => ({
    do: "refuse",
    why: "A draft has a title; it can be changed, not removed.",
  })),
  when(
    new RegExp(
      String.raw`\b(?:title|headline)\b[^:]{0,40}?(?:\b(?:to|as|into|with|should be|must be|is|be|read|say)\b|:|=)\s*(.+)$`,
      "iu",
    ),
    ({ text, reveal }, title) =>
      /^(?:add|write|include|a section|remove|delete)\b/i.test(text) ? undefined : namedTitle(title, reveal),
  ),
  when(new RegExp(String.raw`\b(?:title|headline)\b\D{0,20}?(${literal})`, "iu"), ({ text, reveal }, title) =>
    /\bsection\b/i.test(text) ? undefined : { do: "setTitle", title: reveal(title) },
  ),
  when(
    new RegExp(
      String.raw`^(?:call|name|rename|retitle|entitle|title)(?: ${article})?(?: to| as| into|:)? (${literal}|.+)$`,
      "iu",
    ),
    ({ text, reveal }, title) =>
      new RegExp(
        String.raw`^(?:(?:call|name|rename|retitle|entitle|title) ${article}\b|(?:retitle|entitle|title)\b|(?:call|name|rename)(?: to| as)? ${literal}$)`,
        "i",
      ).test(text)
        ? namedTitle(title, reveal)
        : undefined,
  ),
  when(new RegExp(String.raw`^use (${literal}) (?:as|for) `, "iu"), ({ text, reveal }, title) =>
    /title|headline/i.test(text) ? { do: "setTitle", title: reveal(title) } : undefined,
  ),
  when(
    /\b(?:shorter|short|shorten|trim|cut)\b.*\b(?:title|headline)$|\b(?:title|headline) (?:is too long|should be shorter|shorter|less long)$/i,
    () => ({ do: "shortenTitle" }),
  ),
  when(
    /^(?:(?:give|find|use|suggest|make|create|write|change|need|needs|think of|come up with|improve|pick|choose|get|set)\b.{0,40}?)?(?:\b(?:a|an|the|it) )?\b(?:better|new|another|different|other|nicer|good|catchier|catchy|fitting|proper|stronger|the|a) (?:title|headline)\b/i,
    ({ text }) =>
      /\b(?:title|headline) (?:for|of) .*\b(?:section|heading)\b/i.test(text)
        ? needsModel("Another heading")
        : /\b(?:section|heading|sources?)\b/i.test(text)
          ? undefined
          : /\b(?:catch|funn|sexier|click|punch|witty)/i.test(text)
            ? needsModel("A title with more wit")
            : { do: "findTitle" },
  ),
];

const addVerb =
  "add|append|insert|include|write|create|put in|put|give|have|want|need|make|see|start with|begin with|open with|end with|finish with|close with|it needs|there should be";

const frames: Rule[] = [
  when(/\b(?:table of contents|toc|contents list|목차|สารบัญ)\b/iu, ({ text }) =>
    /^(?:remove|delete|drop|get rid|take out|leave out|cut|omit|no|without)\b/i.test(text)
      ? { do: "removeSection", place: "table of contents" }
      : { do: "contents" },
  ),
  when(
    new RegExp(
      String.raw`^(?:(?:${addVerb})\b.{0,40}?)?\b(tldr|tl dr|summary|abstract|executive summary|overview|key (?:points|takeaways|facts|ideas)|main points|takeaways|highlights)\b(.*)$`,
      "iu",
    ),
    ({ text, reveal }, kind, rest) => {
      if (
        /\b(?:section|shorten|shorter|remove|delete|drop|move|rename|expand|longer|turn|convert|of the .+ section|replace)\b/i.test(
          text,
        ) ||
        (/^\s+(?:of|about|on|for)\b/i.test(rest) && placeOf(rest, reveal) !== undefined)
      )
        return undefined;
      const heading = /^tl/i.test(kind) ? "TL;DR" : `${kind.charAt(0).toUpperCase()}${kind.slice(1).toLowerCase()}`;
      return {
        do: "summarise",
        heading,
        position: /\b(?:end|bottom)\b/i.test(rest) || /^(?:end|finish|close)\b/i.test(text) ? "end" : "top",
      };
    },
  ),
  when(
    new RegExp(
      String.raw`^(?:(?:${addVerb})\b.{0,40}?)\b(?:conclusion|closing(?: words| paragraph| section)?|wrap-?up|final thoughts|ending)$|^(?:(?:a|the|missing|no) )*conclusion(?: (?:is missing|missing|at the end))?$|^conclude\b`,
      "iu",
    ),
    () => ({ do: "conclude" }),
  ),
];

const kinds: readonly [RegExp, Kind][] = [
  [
    /^(?:sources?(?: list| section)?|list of sources|source list|citations?|references|reference marks|reference list|bibliography|footnotes?|citation marks|source marks|marks|reference numbers|numbers in brackets)$/i,
    "sources",
  ],
  [/^(?:block ?)?(?:quotes|quotations|quote)$/i, "quotes"],
  [/^(?:hyper)?(?:links?|urls?)$/i, "links"],
  [/^(?:images?|pictures?|photos?|screenshots?|figures?|illustrations?)$/i, "images"],
  [/^(?:code(?: ?(?:blocks?|examples?|snippets?|samples?))?|snippets)$/i, "code"],
  [/^tables?$/i, "tables"],
  [
    /^(?:bold|bolds|bolding|bold (?:text|words|formatting|face|type|markup)|boldface|emphasis|italics?|bold and italics?|italics? and bold|asterisks)$/i,
    "bold",
  ],
  [/^(?:(?:sub)?headings|(?:sub)?headers|headings and subheadings|(?:sub)?titles of sections)$/i, "headings"],
  [/^(?:emojis?|smileys?|emoticons?)$/i, "emoji"],
  [
    /^(?:repetitions?|duplicates?|repeated sentences|duplicated? (?:sentences|content|text)|redundanc(?:y|ies)|redundant sentences|repeats)$/i,
    "repetitions",
  ],
];

/** Counted from 1, or from the end by -1; else the first. */
const nths = new Map([
  ["second", 2],
  ["third", 3],
  ["fourth", 4],
  ["fifth", 5],
  ["last", -1],
  ["final", -1],
  ["closing", -1],
]);

const removeWhat = (what: string, reveal: (text: string) => string): Ask | undefined => {
  const bare = what
    .replace(/^(?:all(?: of)?|any|every|the|these|those|its|their|of|with)\s+/i, "")
    .replace(/^(?:the|of)\s+/i, "")
    .trim();
  const one = readShape(
    bare,
    /^(first|second|third|fourth|fifth|last|final|opening|closing) (paragraph|sentence)s?(?: (?:of|in|from) (.+))?$/i,
    (nth, unit, place): Ask => ({
      do: "removeNth",
      unit: /^p/i.test(unit) ? "paragraph" : "sentence",
      nth: nths.get(nth.toLowerCase()) ?? 1,
      place: placeOf(place, reveal),
    }),
  );
  if (one !== undefined) return one;
  const [, about] =
    /^(?:(?:the )?(?:sentences?|parts?|bits?|passages?|lines?|everything|anything|all|paragraphs?|mentions?|references?|stuff|things?|talk|information|info|details?|what (?:it|this) says|the words?|words?|phrases?)(?: that| which)?) ?(?:(?:about|on|with|of|mentioning|containing|talking about|regarding|including|related to|to do with|mentions?|contains?|says?|using|talks? about) )?(?:the (?:word|phrase|term) )?(.+)$/i.exec(
      bare,
    ) ?? [];
  if (about !== undefined && !/\bsection$/i.test(bare)) return { do: "removeAbout", subject: subjectIn(about, reveal) };
  const outside = bare.replace(/(?<=.) (?:from|in|of|inside|within) .+$/i, "");
  const inside = bare.slice(outside.length).replace(/^ \w+ /, "");
  for (const [said, place] of [
    [bare, ""],
    [outside, inside],
  ] as const) {
    const kind = kinds.find(([shape]) => shape.test(said))?.[1];
    if (kind !== undefined) return { do: "removeKind", kind, place: placeOf(place, reveal) };
    if (/^(?:bullet(?:s| ?points?| lists?)?|lists?|list formatting|enumerations?|numbering)$/i.test(said))
      return { do: "prose", place: placeOf(place, reveal) };
  }
  const place = placeOf(bare, reveal);
  return place === undefined
    ? { do: "refuse", why: "A draft cannot be emptied by a wish; delete it instead." }
    : { do: "removeSection", place };
};

const removal: Rule[] = [
  when(
    /^(?:remove|delete|drop|get rid of|take out|leave out|cut out|omit|exclude|strip(?: out)?|erase|scrap|lose|kill|discard|eliminate|do not (?:use|include|want|need|mention)|don['’]?t (?:use|include|want|need|mention)|i (?:do not|don['’]?t) (?:want|need|like)|stop using|avoid|without|no more|no|take away)\s+(.+)$/i,
    ({ text, reveal }, what) => {
      if (/^(?:no|without|avoid)\b/i.test(text) && /\b(?:jargon|tone|passive|filler|fluff|slang)\b/i.test(what))
        return needsModel("Rewording");
      if (/\b(?:by|in|to) (?:half|a third|\d+ ?%)|\b\d+ words\b|^half\b|^\d+ ?%/i.test(what))
        return { do: "shorten", place: undefined, to: amountIn(text) };
      return removeWhat(what, reveal);
    },
  ),
  when(/^(?:unbold|make nothing bold)/i, () => ({ do: "removeKind", kind: "bold", place: undefined })),
  when(
    /^cut (?:the |all (?:the )?)?((?:sources|quotes|links|images|code|tables|bold|emojis?|citations|references)\b.*)$/i,
    ({ reveal }, what) => removeWhat(what, reveal),
  ),
];

const lists: Rule[] = [
  when(
    /^(?:(?:turn|convert|change|transform|make|put|write|rewrite|format)\s+)?(?:the )?(?:bullet(?:s| ?points?| lists?)?|(?:numbered |bulleted )?lists?)(?: (?:in|of|from) (?:the )?(.+?))?\s+(?:back )?(?:into|to|as|in|with)\s+(?:normal |plain |flowing |full |continuous |regular |whole )*(?:prose|paragraphs?|sentences|text)$/i,
    ({ reveal }, place) => ({ do: "prose", place: placeOf(place, reveal) }),
  ),
  when(
    /^(?:(?:turn|convert|change|make|put|write|rewrite|format|use|want|keep)\s+)?(.*?)\s*\b(?:as|in|into|to|back to|use)?\s*(?:normal |plain |flowing |full |continuous |regular |running )*(?:prose|paragraphs|flowing text|running text|full sentences)(?: instead(?: of .*)?)?$/i,
    ({ text, reveal }, place) =>
      /\b(?:shorter|shorten|split|break|longer|add|more|less|remove|cut|reduce|trim|condense|\d+|one|two|three|four|five|move|swap)\b/i.test(
        text,
      )
        ? undefined
        : { do: "prose", place: placeOf(place.replace(/\s+(?:as|in|into|to|back to)$/i, ""), reveal) },
  ),
  when(
    /^(?:(?:turn|convert|change|transform|make|put|write|rewrite|format|present|show|give|use|structure|have|want|list|add|switch|summari[sz]e)\b\s*)?(.*?)\s*\b(?:more )?(?:(?:as|in|into|to|with|using|use)\s+)?(?:a |an |the |some )?((?:bullet(?:ed)?|numbered|ordered|number|unordered|bullet[- ]?point)?[ -]?(?:point(?:s|ed)?(?: form| list)?|lists?(?: form)?|bullets|bullet|steps))(?: (?:in|for|of|instead of .{0,30}?in) (?:the )?(.+))?$/i,
    ({ text, reveal }, before, form, after) => {
      if (
        !/bullet|list|steps|numbered/i.test(form) ||
        /\b(?:sources|shorter|shorten|about|on|section on)\b/i.test(before) ||
        /^\S+ (?:more )?(?:examples|detail)/i.test(text)
      )
        return undefined;
      const isList = /bullet|number|order|\blist\b|\bas\b|\binto\b|\bin\b/i.test(text);
      return isList
        ? {
            do: "list",
            place: placeOf(after || before.replace(/\s+(?:as|in|into|to|with|using|use)$/i, ""), reveal),
            ordered: /numbered|ordered(?<!unordered)|number|steps/i.test(form),
          }
        : undefined;
    },
  ),
  when(/^(?:bulleti[sz]e|itemi[sz]e|list) (.+)$/i, ({ reveal }, place) => ({
    do: "list",
    place: placeOf(place, reveal),
    ordered: false,
  })),
];

const sections: Rule[] = [
  when(
    new RegExp(
      String.raw`^(?:rename|retitle|change|call|set|update)\s+(?:the )?(?:(?:section|heading|chapter|header|subheading)(?: (?:of|called|named|titled))? )?(?:the )?(${literal}|.+?)(?: (?:section|heading|chapter|header))?\s+(?:to|into|as|in)\s+(${literal}|.+)$`,
      "iu",
    ),
    ({ text, reveal }, place, to) =>
      /^change\b|^set\b|^update\b/i.test(text) && !/\b(?:section|heading|chapter|header)\b/i.test(text)
        ? undefined
        : /\bcase$|^(?:bullet|list|prose)/i.test(to)
          ? undefined
          : { do: "renameSection", place: reveal(place), to: reveal(clean(to)) },
  ),
  when(
    new RegExp(
      String.raw`^(?:call|name) (?:the )?(?:section |heading )?(.+?)(?: section| heading)? (${literal})$`,
      "iu",
    ),
    ({ reveal }, place, to) => ({ do: "renameSection", place: reveal(place), to: reveal(to) }),
  ),
  when(
    /^(?:swap|switch|exchange)\s+(?:the )?(?:sections? )?(.+?)\s+(?:and|with)\s+(?:the )?(.+?)(?: sections?)?$/i,
    ({ reveal }, a, b) => ({ do: "swapSections", places: [reveal(a), reveal(b)] }),
  ),
  when(/^(?:reverse|invert)\b.*\b(?:order|sections)\b/i, () => ({ do: "orderSections", places: [] })),
  when(
    /^(?:(?:re)?order|rearrange|sort|put|change the order of|arrange|set the order of|order of)?\s*(?:the )?(?:sections?|order)\s*(?:in (?:this|the following) order|as follows|like this|order|to|as|into|should be|is)?\s*:?\s*(.+(?:,|>|→| then ).+)$/i,
    ({ reveal }, names) => ({
      do: "orderSections",
      places: names
        .split(/\s*(?:,|>|→|\bthen\b|\band\b)\s*/i)
        .map((name) => reveal(clean(name)))
        .filter((name) => name !== ""),
    }),
  ),
  when(/^(?:move|put|place|bring|shift|relocate)\s+(.+)$/i, ({ reveal }, said) => {
    const { rest, position: at } = takePosition(said.replace(/\b(?:up|down) to\b/i, "to"), reveal);
    const place = placeOf(rest, reveal);
    if (at === undefined || place === undefined || /^(?:a|an|some|more|another) /i.test(rest)) return undefined;
    return { do: "moveSection", place, position: at };
  }),
  when(
    /^(?:the )?(.+?)(?: section)? (?:should|must|needs to|has to|ought to) (?:come|go|be|stand|appear)(?: placed| moved)? (.+)$/i,
    ({ reveal }, place, where) => {
      const isEdge = /^(?:first|last)$/i.test(where);
      const { position } = takePosition(isEdge ? `x as the ${where}` : `x ${where}`, reveal);
      return position === undefined ? undefined : { do: "moveSection", place: reveal(place), position };
    },
  ),
];

const headingStyle: Rule[] = [
  when(/\b(title|sentence|headline)[ -]?case\b/i, (_, style) => ({
    do: "headingCase",
    style: /sentence/i.test(style) ? "sentence" : "title",
  })),
  when(/^capitali[sz]e (?:the |all |every )*(?:section )?(?:headings?|titles?|headers?)/i, () => ({
    do: "headingCase",
    style: "title",
  })),
];

const replacement: Rule[] = [
  when(
    new RegExp(
      String.raw`^(?:replace|substitute|swap|change|exchange)\s+(?:all |every |each |the |occurrences? of |instances? of |words? |phrases? |terms? )*(${literal}|.+?)\s+(?:with|by|for|to|into)\s+(?:the )?(?:words? |phrases? |terms? )?(${literal}|.+?)(?: (?:everywhere|throughout|in the (?:text|draft|article)))?$`,
      "iu",
    ),
    ({ text, reveal }, from, to) => {
      const isLiteral =
        new RegExp(literal).test(from) ||
        /\b(?:word|phrase|term|occurrences?|instances?|every(?:where)?|throughout)\b/i.test(text);
      return /^(?:change|swap|exchange)\b/i.test(text) && !isLiteral
        ? undefined
        : { do: "replace", from: reveal(from), to: reveal(clean(to)) };
    },
  ),
  when(
    new RegExp(
      String.raw`^(?:use|write|say|put) (?:the (?:word|term) )?(${literal}|\S+) instead of (?:the (?:word|term) )?(${literal}|\S+)(?: everywhere)?$`,
      "iu",
    ),
    ({ reveal }, to, from) => ({ do: "replace", from: reveal(from), to: reveal(to) }),
  ),
  when(new RegExp(String.raw`^(${literal}) should (?:be|read) (${literal})$`, "iu"), ({ reveal }, from, to) => ({
    do: "replace",
    from: reveal(from),
    to: reveal(to),
  })),
];

const refusals: Rule[] = [
  when(/^(?:undo|revert|go back|restore|take (?:that|it) back|redo)\b/i, () => ({
    do: "refuse",
    why: "Undo and redo are the editor's: they go back to the version before, or forward again.",
  })),
  when(
    /\btranslat|\b(?:in|into|to) (?:english|korean|thai|german|french|spanish|japanese|chinese|italian|portuguese|dutch|russian|arabic|hindi|vietnamese)$/i,
    () => needsModel("A translation"),
  ),
  when(/\b(?:grammar|spelling|typos?|proofread|punctuation|spell-?check|mistakes|errors)\b/i, () =>
    needsModel("Correcting the language"),
  ),
  when(
    /\b(?:tone|voice|formal|informal|casual|friendl(?:y|ier)|funn(?:y|ier)|humou?r(?:ous)?|witt(?:y|ier)|professional|serious|engaging|exciting|persuasive|enthusiastic|conversational|playful|warm(?:er)?|academic|poetic|dramatic|personal|polite|style|livel(?:y|ier)|energetic|inspiring|catch(?:y|ier)|emotional|neutral|sound(?:s)?|joke|jokes|first person|third person|active voice|passive)\b/i,
    () => needsModel("A change of tone"),
  ),
  when(
    /\b(?:simpler|simplify|simple|plain|easier|beginners?|children|kids|non-?technical|layman|eli5|clearer|clarify|clarity|readab|jargon|reword|rephrase|rewrite|re-?write|paraphrase|improve|polish|better|smoother|flow|transitions?|seo|hook|storytelling|stronger|refine|revise|edit)/i,
    () => needsModel("Rewording"),
  ),
];

/** How English wishes are read, in this order. */
export const englishRules: readonly Rule[] = [
  ...refusals.slice(0, 1),
  ...headingStyle,
  ...titles,
  ...frames,
  ...removal,
  ...lists,
  ...sections,
  ...replacement,
  ...shortening,
  ...lengthening,
  ...adding,
  ...refusals.slice(1),
];
