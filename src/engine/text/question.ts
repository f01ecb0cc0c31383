import { joinPhrases } from "./phrases.ts";
import table from "./question-words.json" with { type: "json" };
import { stem } from "./stem.ts";
import { splitRuns, tokensOf } from "./tokenise.ts";

/** What would be an answer: a date, an amount, somebody … */
export type Wanted =
  | "date"
  | "money"
  | "number"
  | "person"
  | "place"
  | "reason"
  | "steps"
  | "meaning"
  | "list"
  | "contact"
  | "anything";

/** One thing that a question asks about. */
export interface AskedWord {
  /** As it was written. */
  text: string;
  /** What it is found by: one stem, or of a script without spaces the pairs of its letters. */
  parts: readonly string[];
  /** How much it says: a name or a number most, "have" or "way" little. */
  weight: number;
  /** Names, codes and numbers: what holds none of them speaks of something else. */
  isName: boolean;
}

export interface ReadQuestion {
  wanted: Wanted;
  words: readonly AskedWord[];
}

const stopWords = new Set(table.stop.split(" "));
const focus = new Set(table.focus.split(" "));
/** With their other forms: "took" says as little as "take". */
const softStems = (): Set<string> => {
  const irregular = new Map(Object.entries(table.irregular));
  return new Set(
    table.soft
      .split(" ")
      .flatMap((word) => [word, ...(irregular.get(word)?.split(" ") ?? [])])
      .map(stem),
  );
};
let soft: Set<string> | undefined;

const isSoft = (stemmed: string): boolean => {
  soft ??= softStems();
  return soft.has(stemmed);
};

/** Longest useful question; the rest of a longer one is not read. */
const mostCharacters = 2_000;
const mostWords = 40;

/** The first that fits tells what is wanted. Thai, Korean, Japanese and Chinese ask by words that stand anywhere. */
const wantedBy: readonly (readonly [Wanted, RegExp])[] = [
  [
    "contact",
    /\b(?:phone|telephone|e-?mail|fax|web ?site|url|hotline)\b.{0,20}\b(?:number|address|of|for)\b|\b(?:phone|telephone|fax) number|\be-?mail address|\bweb ?site\b|เบอร์โทร|อีเมล|전화번호|이메일|電話番号|电话/i,
  ],
  [
    "date",
    /^\W*(?:(?:and|but|so) )?when\b|\b(?:since|until|till|by|from|and) when\b|\bhow (?:early|late)\b|\b(?:what|which) (?:date|day|year|month|time|weekday)\b|\bhow soon\b|\bdeadline\b|เมื่อไ|เมื่อใด|วันไหน|วันที่เท่า|กี่โมง|ปีไหน|언제|몇 ?시|며칠|何時|いつ|何月|何日|什么时候|何时|哪天|几点|哪年/iu,
  ],
  [
    "money",
    /\bhow much (?:does|do|did|is|are|was|were|will|would|money|must|should|can)\b(?!.*\b(?:weigh|weight|water|flour|sugar|milk|butter|oil|salt|memory|ram|space|time|leave|vacation)\b)|\b(?:price|cost|costs|fee|fees|salary|budget|rent|fine|charge) (?:of|for|is|per)\b|\bwhat (?:is|are|was|were|'s) the [\w -]*(?:price|cost|fee|fees|fare|budget|rent|salary|deposit)\b|ราคา|ค่าธรรมเนียม|กี่บาท|얼마|가격|요금|いくら|値段|料金|多少钱|价格/iu,
  ],
  [
    "number",
    /\bhow (?:much|many|long|far|old|often|tall|big|large|heavy|fast|high|deep|wide|hot|warm|cold|large|frequently)\b|\b(?:what|which) (?:[\p{L}\p{N}]+ )?(?:percentage|proportion|share|fraction|number|amount|temperature|size|version|port|length|height|weight|speed)\b|กี่|เท่าไ|เท่าใด|นานแค่ไหน|몇|얼마나|どのくらい|どれくらい|何人|何個|何回|何日間|何分|何度|多少|几|多久/iu,
  ],
  ["person", /\b(?:who|whom|whose)\b|ใคร|누가|누구|誰|だれ|谁/iu],
  [
    "place",
    /\bwhere\b|\b(?:what|which) (?:place|city|country|room|building|address|town|location|floor)\b|ที่ไหน|어디|どこ|哪里|哪儿|在哪/iu,
  ],
  [
    "reason",
    /\bwhy\b|\bwhat (?:is|was) the reason\b|\bhow come\b|\bfor what reason\b|ทำไม|เพราะอะไร|왜|なぜ|どうして|为什么|为何/iu,
  ],
  [
    "steps",
    /^\W*how (?:do|does|did|can|could|should|would|to|must|is|are)\b|\bwhat are the steps\b|\bhow to\b|อย่างไร|ยังไง|어떻게|どうやって|どのように|方法|怎么|如何/iu,
  ],
  [
    "meaning",
    /^\W*what(?: is|'s|’s| are| was| were)(?: an?| the)? [\p{L}\p{N}"'’-]+(?: [\p{L}\p{N}"'’-]+)?\W*$|\bwhat does .{1,60} (?:mean|stand for)\b|\bdefin(?:e|ition)\b|\bmeaning of\b|คืออะไร|หมายถึง|무엇인가|뭐(?:예요|야|인가)|란 무엇|とは|是什么|什么是/iu,
  ],
  [
    "list",
    /^\W*(?:list|name|enumerate)\b|\b(?:what|which) (?:[\p{L}-]+ )?(?:are|were|\p{L}{3,}s)\b|มีอะไรบ้าง|อะไรบ้าง|종류|無엇들|何があり|哪些/iu,
  ],
];

/** Words that ask and particles, of scripts without spaces: what is left between them is asked about. */
const askingParts =
  /กี่โมง|กี่บาท|กี่วัน|เท่าไหร่|เท่าไร|เท่าใด|แค่ไหน|อะไร|บ้าง|เมื่อไหร่|เมื่อไร|เมื่อใด|ที่ไหน|ไหน|อย่างไร|ยังไง|ทำไม|ใคร|กี่|ไหม|มั้ย|หรือไม่|หรือเปล่า|หรือ|คือ|ครับ|ค่ะ|คะ|นะ|ต้อง|ได้|มี|เป็น|ใน|ของ|ที่|และ|กับ|จะ|ให้|ถึง|ตอน|ผู้|การ|ความ|什么时候|什么|多少|哪里|哪儿|哪些|哪个|何时|谁|为什么|怎么|如何|是否|吗|呢|的|是|在|有|请问|需要|可以|几|多久|多长|了|何時|何日|何人|何|誰/gu;

const hiragana = /[\p{Script=Hiragana}]+/gu;

/** Particles and endings that Korean hangs on a word. */
const koreanEnding =
  /(?:입니까|습니까|됩니까|합니까|십니까|인가요|나요|은가요|하나요|되나요|할까요|을까요|인지|이에요|예요|해요|어요|아요|세요|까지|부터|에서|에게|으로|이란|란|하려면|하는|되는|은|는|이|가|을|를|에|의|로|와|과|도|만)$/u;
const koreanAsking = /^(?:언제|누가|누구|어디|어떻게|왜|무엇|뭐|몇|얼마나?|어떤|어느|있|없|무슨|며칠|되|하)$/u;

const hangul = /^\p{Script=Hangul}/u;
const unspaced =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

const splitUnspaced = (run: string): string[] => {
  if (hangul.test(run)) {
    const bare = run.replace(koreanEnding, "");
    const word = bare === "" ? run : bare;
    return koreanAsking.test(word) || koreanAsking.test(run) ? [] : [word];
  }
  const parts = run.replaceAll(askingParts, " ");
  return (/\p{Script=Thai}/u.test(run) ? parts : parts.replaceAll(hiragana, " "))
    .split(" ")
    .filter((part) => part !== "");
};

const numberWords = new Map(
  "one two three four five six seven eight nine ten eleven twelve".split(" ").map((word, at) => [word, String(at + 1)]),
);

/** One form of a number, however it is written. */
export const plainNumber = (run: string): string =>
  numberWords.get(run) ?? (/^\d{1,3}(?:,\d{3})+$/.test(run) ? run.replaceAll(",", "") : run);

const nameWeight = 0.7;
const softWeight = 0.3;

/** Words that are written with a capital inside a sentence, or hold digits. */
const readNames = (question: string): Set<string> => {
  const found = Array.from(question.matchAll(/[\p{L}\p{N}\p{M}]+/gu), ([word], place) => ({ word, place }));
  const opening = new Set(
    Array.from(question.matchAll(/(?:^|[.!?]\s+)[^\p{L}\p{N}]{0,3}([\p{L}\p{N}\p{M}]+)/gu), ([, word = ""]) => word),
  );
  const capitals = found.filter(({ word }) => /^\p{Lu}/u.test(word)).length;
  // A question in capitals, or in the style of a title, says nothing by them.
  if (found.length > 3 && capitals > found.length * 0.7) return new Set();
  const names = found.filter(
    ({ word, place }) =>
      /\d/.test(word) || /^\p{Lu}{2,}$/u.test(word) || (place > 0 && /^\p{Lu}/u.test(word) && !opening.has(word)),
  );
  return new Set(names.flatMap(({ word }) => splitRuns(word)));
};

/** The sentences that ask, where others stand around them: "I moved in. How much is the deposit?" */
const askingSentences = (text: string): string => {
  const sentences = text.split(/(?<=[.!?])\s+/);
  const asking = sentences.filter((sentence) => /[?？]\W*$/.test(sentence));
  return asking.length === 0 || asking.length === sentences.length ? text : asking.join(" ");
};

/** Reads what a question asks about and what kind of answer it wants. */
export const readQuestion = (question: string): ReadQuestion => {
  const whole = question.slice(0, mostCharacters);
  const names = readNames(whole);
  const text = askingSentences(whole);
  const asking = new Set(splitRuns(text));
  const words = new Map<string, AskedWord>();
  for (const run of joinPhrases(splitRuns(whole))) {
    if (words.size >= mostWords) break;
    // What is said before the question counts by its names alone.
    if (text !== whole && !asking.has(run) && !(names.has(run) && /\p{L}/u.test(run))) continue;
    if (unspaced.test(run)) {
      for (const part of splitUnspaced(run)) {
        const parts = tokensOf([part]);
        if (parts.length > 0)
          words.set(part, { text: part, parts, weight: Math.min(1.4, 0.4 + parts.length * 0.2), isName: false });
      }
      continue;
    }
    if (stopWords.has(run) && (!names.has(run) || run.length === 1)) continue;
    const word = stem(plainNumber(run));
    const isName = names.has(run) && run.length > 1 && !/^\d{1,2}$/.test(run);
    const isFocus = focus.has(run) && new RegExp(`\\b(?:what|which) ${run}\\b`, "i").test(text);
    const weight = isFocus ? softWeight : isName ? nameWeight : isSoft(word) ? softWeight : run.length === 1 ? 0.5 : 1;
    if (!words.has(word)) words.set(word, { text: run, parts: [word], weight, isName });
  }
  return { wanted: wantedBy.find(([, pattern]) => pattern.test(text))?.[0] ?? "anything", words: [...words.values()] };
};
