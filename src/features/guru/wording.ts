import type { Concept, Found, Language } from "#features/knowledge";
import { sayFact } from "#features/knowledge";

/** The language a question is answered in by the built-in engine: Thai where there is any, else English. */
export const languageOf = (text: string): Language => (/\p{Script=Thai}/u.test(text) ? "th" : "en");

const mostSentences = 3;

const sentenceOf = ({ fact, as_of: asOf }: Found, language: Language): string =>
  sayFact(fact, { as_of: asOf ?? undefined }, language);

/** One line for each of many facts; of those that list several values only their names. */
const listFacts = (facts: readonly Found[], language: Language): string => {
  const opening = { en: "This is what I have on it:", th: "ข้อมูลที่มีคือ:" }[language];
  return [opening, ...facts.map((found) => `- ${sentenceOf(found, language)}`)].join("\n");
};

/** Facts as an answer: two or three sentences, or a list where more are equally good. */
export const wordFacts = (facts: readonly Found[], language: Language): string =>
  facts.length > mostSentences
    ? listFacts(facts, language)
    : facts.map((found) => sentenceOf(found, language)).join(" ");

const nameMissing = (missing: readonly Concept[], language: Language): string =>
  missing
    .slice(0, 2)
    .map(({ en, th }) => (language === "th" ? th[0] : undefined) ?? en[0] ?? "")
    .join(language === "th" ? " และ " : " and ");

/** Says plainly that the knowledge does not hold it, and who may know. */
export const wordNotHeld = (missing: readonly Concept[], contacts: readonly string[], language: Language): string => {
  const name = nameMissing(missing, language);
  const opening =
    language === "th"
      ? `ขออภัย ไม่มีข้อมูล${name === "" ? "เรื่องนี้" : `เรื่อง${name}ตามที่ถาม`}`
      : name === ""
        ? "I don't have that in what I know of Assumption University."
        : `I don't have that: what I know of Assumption University does not answer this about ${name}.`;
  const advice = language === "th" ? "กรุณาติดต่อมหาวิทยาลัยโดยตรง:" : "Please contact the university:";
  return contacts.length === 0 ? opening : `${opening} ${advice} ${contacts.join(" ")}`;
};

/** What to say to a greeting, or to words that ask for nothing. */
export const wordWelcome = (topics: readonly string[], language: Language): string =>
  language === "th"
    ? `สวัสดี ฉันตอบคำถามเกี่ยวกับมหาวิทยาลัยอัสสัมชัญได้ ในเรื่อง ${topics.join(", ")}`
    : `I answer questions about Assumption University of Thailand. I know about: ${topics.join("; ")}.`;
