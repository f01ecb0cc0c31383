import { respell } from "../text/index.ts";

/** One wish of a message, in its own words, and what was quoted in it. */
export interface Clause {
  /** Without courtesies; what stood in quotation marks is one private letter each. */
  text: string;
  /** The words as they were written. */
  said: string;
  /** A text with what was quoted in it put back. */
  reveal: (text: string) => string;
}

const mostClauses = 40;
const longestMessage = 8_000;

const quoted =
  /"[^"\n]{1,300}"|“[^”\n]{1,300}”|‘[^’\n]{1,300}’|「[^」\n]{1,300}」|『[^』\n]{1,300}』|«[^»\n]{1,300}»|`[^`\n]{1,300}`|(?<![\p{L}\p{N}])'[^'\n]{1,300}'(?![\p{L}\p{N}])/gu;

/** Verbs that tell somebody to change a text. */
export const editVerbs =
  "add|append|insert|include|write|create|make|shorten|lengthen|expand|extend|elaborate|flesh|trim|tighten|condense|reduce|cut|halve|remove|delete|drop|omit|exclude|strip|erase|scrap|get rid|take out|leave out|replace|substitute|swap|change|rename|retitle|entitle|title|call|name|move|put|place|bring|shift|reorder|rearrange|sort|reverse|turn|convert|transform|format|use|give|set|keep|rewrite|rephrase|reword|paraphrase|improve|polish|simplify|clarify|fix|correct|proofread|translate|summari[sz]e|merge|combine|split|break|bold|italici[sz]e|capitali[sz]e|highlight|emphasi[sz]e|mention|cover|start|begin|end|finish|conclude|adjust|adapt|update|edit|revise|refine|redo|undo|revert|restore|tone|soften|spice|cite|quote|link";

const thenVerb = new RegExp(
  String.raw`(?<!\b(?:should|must|could|would|can|will|might)\s{0,3})(?:\s*,)?\s*(?:\b(?:and then|and also|and|then|also|but|plus|as well as|additionally|afterwards)\b[\s,]*)+(?=(?:please\s+|also\s+|then\s+)*(?:(?:${editVerbs})\b|(?:more|less|shorter|longer|friendlier|funnier|simpler|clearer)\b|(?:use|no|without|with) (?:more |fewer |any )?(?:bullet|lists?\b|links?\b|quotes?\b|headings?\b)|in (?:bullet|korean|english|thai)|as (?:a )?(?:list|bullet)|the [\p{L}\p{N} ]{2,40} (?:shorter|longer|more|too long|too short|to the)\b))|,\s+(?=(?:please\s+)?(?:${editVerbs})\s+(?:a|an|the|all|any|it|in|to|more|some|no|this)\b)`,
  "giu",
);

const asianJoints =
  /(?<=(?:바꾸|바꿔주|줄이|늘리|추가하|넣|삭제하|빼|지우|제거하|만들|옮기|고치|해\s?주|하)고)[\s,]+|그리고\s+|\s*(?:แล้วก็|แล้ว|จากนั้น|และ)\s*(?=เปลี่ยน|เพิ่ม|ลบ|ทำ|ย่อ|สรุป|แปล|ย้าย|ใส่|ตัด|ขยาย|เขียน|แก้)/gu;

const courtesies = [
  /^(?:hi|hello|hey|ok|okay|well|so|now|great|thanks|thank you|nice|good|perfect|actually|hmm+|um+)\b[\s,.!:-]+(?=\S)/i,
  /^(?:[-*•]|\d{1,2}[.)])\s+/,
  /^(?:and|but|also|then|next|finally|first|firstly|secondly|lastly|plus|just|maybe|perhaps|simply|kindly|pls|plz|please|instead)\b(?:[\s,]+|$)/i,
  /^(?:can|could|would|will|may|might)\s+(?:you|we|u|it|i)\s+(?:please\s+|kindly\s+|maybe\s+|perhaps\s+|also\s+|just\s+|possibly\s+)*(?:be able to\s+|be so kind as to\s+|have\s+(?=a\b|an\b|the\b|it\b))?/i,
  /^(?:i\s+(?:want|need|wish|would like|would prefer|would love|prefer)|i['’]?d\s+(?:like|love|prefer)|we\s+(?:want|need|would like)|it\s+would\s+be\s+(?:nice|great|good|better)(?:\s+if|\s+to)?)\s+(?:(?:for\s+)?(?:you|it|this|us)\s+to\s+|to\s+(?:have|see|get)\s+(?=\S)|to\s+|you\s+(?:could\s+)?|that\s+you\s+)?/i,
  /^(?:you\s+(?:should|could|can|must|need to|might)|let['’]?s|let us|we\s+(?:should|could|need to|must)|make sure (?:to|that you)|be sure to|try to|go ahead and|why don['’]?t (?:you|we)|how about|what about|do you mind|would you mind|feel free to|don['’]?t forget to|remember to)\s+/i,
];

const endings =
  /(?:[\s,]*(?:please|pls|plz|thanks|thank you|thx|if possible|if you can|as well|too|instead|for me|부탁(?:해요?|드려요|드립니다)?|ครับ|ค่ะ|คะ|นะ|หน่อย|ด้วย))*[\s.!?…。,:]*$/iu;

const dropCourtesies = (text: string): string => {
  let rest = text.trim();
  for (let round = 0; round < 6; round++) {
    const before = rest;
    for (const courtesy of courtesies) rest = rest.replace(courtesy, "");
    if (rest === before) break;
  }
  // At most this much of an end can be a courtesy; the bound keeps the search short.
  const from = Math.max(0, rest.length - 80);
  return (rest.slice(0, from) + rest.slice(from).replace(endings, "")).trim();
};

/** "adding" is "add": how a wish sounds after "how about". */
const gerunds = new Map(
  "adding:add,removing:remove,deleting:delete,making:make,shortening:shorten,expanding:expand,changing:change,renaming:rename,moving:move,replacing:replace,using:use,dropping:drop,cutting:cut,writing:write,turning:turn,including:include,putting:put,translating:translate,rewriting:rewrite"
    .split(",")
    .map((pair) => pair.split(":") as [string, string]),
);

const mostQuoted = 256;
/** The private letter that stands for a quote. */
const letterOf = (at: number): string => String.fromCharCode(0xe000 + at);

/** Cuts a message into what it wishes for, one thing each. */
export const readClauses = (message: string): Clause[] => {
  const kept: string[] = [];
  const reveal = (text: string): string =>
    kept.reduce((shown, inner, at) => shown.replaceAll(letterOf(at), () => inner), text);
  const masked = message
    .slice(0, longestMessage)
    .replaceAll(/[\uE000-\uF8FF]/g, "")
    .replaceAll(quoted, (whole) => {
      if (kept.length >= mostQuoted) return whole;
      kept.push(whole.slice(1, -1).trim());
      return letterOf(kept.length - 1);
    })
    .replaceAll(/\btl\s?;\s?dr\b/gi, "tldr");
  return masked
    .split(/\n+|;|(?<=[.!?…。])\s+|(?<=[\uE000-\uE0FF][.!?])(?=\s|$)/u)
    .flatMap((sentence) => sentence.split(thenVerb))
    .flatMap((part) => part.split(asianJoints))
    .map((part) => ({ said: reveal(part).trim(), text: dropCourtesies(part) }))
    .map(({ said, text }) => ({
      said,
      text: text.replace(/^\p{L}+/u, (verb) => gerunds.get(verb.toLowerCase()) ?? verb),
      reveal,
    }))
    .filter(({ text }) => /[\p{L}\p{N}\uE000-\uE0FF]/u.test(text))
    .slice(0, mostClauses);
};

const commands = new Set(
  "shorten shorter concise longer lengthen section sections chapter title titles headline heading headings conclusion introduction summary bullet bullets points point remove delete replace rename expand paragraph paragraphs sentence sentences example examples source sources quote quotes table tables contents translate article draft image images detail details detailed about before after into numbered change write include".split(
    " ",
  ),
);

/** The same with mistyped words of wishes put right. */
export const respellClause = (clause: Clause): Clause => ({
  ...clause,
  text: clause.text.replaceAll(/[a-z]{5,24}/gi, (word) => {
    const plain = word.toLowerCase();
    const known = respell(plain, (other) => (commands.has(other) ? 1 : 0));
    return known === plain ? word : known;
  }),
});
