import { editVerbs } from "./clauses.ts";
import { readAsks } from "./read-asks.ts";

const small =
  /^(?:(?:hi|hello|hey|hiya|howdy|yo|good (?:morning|afternoon|evening|day|night)|greetings|thanks?|thank you|thx|ty|cheers|ok|okay|k|cool|great|nice|good|perfect|awesome|wonderful|excellent|lovely|brilliant|super|fine|yes|yeah|yep|no|nope|bye|goodbye|see you|later|welcome|well done|good job|great job|nice work|good work|got it|i see|i (?:really )?(?:like|love) (?:it|this|that)|looks? good|lgtm|how are you(?: doing)?|what'?s up|who are you|what can you do|what are you|help|haha|lol|there|everyone|so much|very much|a lot|all|again|for (?:your|the) help|for (?:that|this|now)|that(?:'s| is| was)|it(?:'s| is| was)|very|really|so|you|much|now|today|work|job|안녕(?:하세요|하십니까)?|반가워요?|반갑습니다|감사(?:합니다|해요|드려요|드립니다)?|고마워요?|고맙습니다|네|예|응|좋아요?|좋네요|잘했어요?|수고하셨습니다|수고했어요?|정말|สวัสดี|หวัดดี|ขอบคุณ|ขอบใจ|มาก|ดีมาก|เยี่ยม|โอเค|ครับ|ค่ะ|คะ|นะ|จ้า|\p{Extended_Pictographic}|\uFE0F)[\s,.!?~^]*)+$/iu;

const question =
  /^(?:(?:so|and|but|ok|okay|well|hey|please|then|also)[\s,]+)*(?:what|who|whom|whose|when|where|why|which|how|is|are|was|were|does|do|did|has|have|had|am|will|would|could|can|should|shall|may|tell me|explain|show me|find|search|look up|list the|list all|give me (?:the|a list|an? (?:overview|explanation))|define|compare|according to|i(?: would|['’]?d) like to know|i want to know|do you know)\b/i;

/** A question in form, a wish in fact: "could you add…", "why don't you…", "how about…". */
const politeWish = new RegExp(
  String.raw`^(?:(?:so|and|but|ok|okay|well|hey|hi|hello|please|also|then|now)[\s,]+)*(?:(?:can|could|would|will|may|might|should|shall|must)\s+(?:you|we|u|it|i|this|that|the)\b(?:\s+(?:please|kindly|also|maybe|just|perhaps|possibly|draft|article|post|text|title|introduction|conclusion))*\s+(?:(?:be|have it|try to|go ahead and)\s+)?(?:a bit |a little |much |more )?(?:${editVerbs}|shorter|longer|formal|concise|funnier|friendlier)\b|why (?:don['’]?t|not)\b|how about\b|what about\s+(?:adding|removing|making|changing|using|a (?:shorter|longer|better|new|section)|dropping)|(?:do|would) you mind\b|shouldn['’]?t\b|could it be\b|is it possible to (?:${editVerbs})\b|can (?:it|this) be\b)`,
  "i",
);

const imperative = new RegExp(
  String.raw`^(?:(?:please|pls|plz|kindly|just|now|then|also|and|ok|okay|great|thanks|thank you|hey|hi|hello|but|so|maybe|perhaps|let['’]?s|next|first|finally)[\s,.!]+)*(?:${editVerbs}|don['’]?t (?:use|mention|include|say)|avoid|try|mix|spell|number|bulleti[sz]e|avoid|redo|regenerate|generate|draft|publish nothing|check|tidy|clean up|de-?duplicate|group|order|swap|sound|localise|localize|personali[sz]e|explain it|write it|i (?:want|need|would like|would prefer|don['’]?t (?:like|want)) |i['’]?d (?:like|love|prefer) |it (?:should|needs|must|could)\b|the (?:title|introduction|intro|conclusion|draft|article|post|text|tone|style|ending|opening|headings?|sections?|paragraphs?|sentences|[\p{L} ]{2,30} section)\s(?:should|needs?|must|is too|are too|is not|isn['’]?t|could|sounds?|has to|feels?)\b)`,
  "iu",
);

/** Wishes that need no verb: "shorter", "bullet points please", "more detail on costs", "too long". */
const elliptic =
  /^(?:(?:please|a bit|a little|much|way|far|even|make it|it['’]?s|it is|this is|that['’]?s|still|just|and|but)[\s,]+)*(?:shorter|longer|too (?:long|short|wordy|formal|informal|casual|dry|boring|technical|complicated|verbose)|more (?!than\b|info(?:rmation)?\?)\p{L}+|less \p{L}+|fewer \p{L}+|bullet ?points?|bullets|numbered list|as (?:a )?(?:list|bullets?|prose|table)|in (?:bullet|english|korean|thai|german|french|spanish|japanese|chinese|prose|title case|sentence case)|no (?:more )?(?:bullet|links?|images?|quotes?|code|tables?|bold|headings?|emojis?|sources?|jargon|lists?)|without (?:the )?(?:bullet|links?|images?|quotes?|code|tables?|bold|headings?|emojis?|sources?|lists?)|(?:a |another |better |new |different |catchier |shorter )+(?:title|headline|introduction|intro|conclusion|version|ending|opening|draft)|a (?:section|paragraph|chapter|quote) (?:on|about)|a (?:summary|conclusion|tl;?dr|table of contents)\b|title:|undo|redo|revert|title ?case|sentence ?case|simpler|clearer|friendlier|funnier|half as long|half the length|in \d+ words|\d+ words)/iu;

const koreanWish =
  /(?:줘|주세요|주실|줄래|줄\s*수|해라|하세요|하자|바꿔|바꾸|줄여|줄이|늘려|늘리|추가|삭제|빼|지워|넣어|고쳐|다듬|번역|짧게|길게|자세히|간결|목록으로|만들어|옮겨|써\s?줘|요약해)/u;
const koreanQuestion =
  /(?:뭐|무엇|누가|누구|언제|어디|왜|어떻게|얼마|몇|어떤|무슨|인가요|나요|습니까|입니까|있어\?|알려\s?(?:줘|주세요)|설명해\s?(?:줘|주세요))/u;
const thaiWish = /(?:ทำให้|สั้นลง|ยาวขึ้น|เพิ่ม|ลบ|ตัด|เปลี่ยน|แก้|แปล|ย้าย|ใส่|ย่อ|เขียน|ขยาย|ปรับ|สรุปให้|กระชับ)/u;
const thaiQuestion =
  /(?:อะไร|ใคร|เมื่อไหร่|เมื่อไร|ที่ไหน|ทำไม|อย่างไร|ยังไง|เท่าไหร่|เท่าไร|กี่|ไหน|หรือไม่|หรือเปล่า|บอก(?:ฉัน|หน่อย|เรา))/u;

/** What a message in the editor's chat wants: the draft changed, something known from the documents, or neither. */
export const readIntent = (message: string): "rewrite" | "ask" | "chat" => {
  const text = message.slice(0, 4_000).trim();
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text) || (text.length <= 200 && small.test(text))) return "chat";
  if (/\p{Script=Hangul}/u.test(text)) {
    if (koreanQuestion.test(text) && !/(?:바꿔|줄여|늘려|추가|삭제|빼|지워|넣어|고쳐|번역|옮겨)/u.test(text))
      return "ask";
    return koreanWish.test(text) ? "rewrite" : "ask";
  }
  if (/\p{Script=Thai}/u.test(text)) {
    const asks = thaiQuestion.test(text) || /(?:ไหม|มั้ย)[\sครับค่ะคะ?]*$/u.test(text);
    return thaiWish.test(text) && !(asks && !/ได้(?:ไหม|มั้ย)/u.test(text)) ? "rewrite" : "ask";
  }
  const isWish = (part: string): boolean =>
    politeWish.test(part) || (!isAsked(part) && (imperative.test(part) || elliptic.test(part) || isTypedWish(part)));
  return text
    .split(/\n+|(?<=[.!?])\s+/)
    .slice(0, 40)
    .some(isWish)
    ? "rewrite"
    : "ask";
};

const isAsked = (text: string): boolean => question.test(text) || /\?\s*$/.test(text);

/** A mistyped verb at its beginning: what the rules make of it tells. */
const isTypedWish = (text: string): boolean => {
  const [wish] = readAsks(text);
  if (wish?.ask === undefined || wish.ask.do === "refuse") return false;
  return (
    wish.ask.do === "setTitle" ||
    wish.ask.do === "replace" ||
    wish.ask.do === "moveSection" ||
    wish.ask.do === "shorten" ||
    wish.ask.do === "removeSection" ||
    wish.ask.do === "renameSection"
  );
};
