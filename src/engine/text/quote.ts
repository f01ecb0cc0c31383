import { tokenise } from "./tokenise.ts";

/** Sentences of a text in Markdown, without its tables, code and marks of lists. */
export const splitSentences = (markdown: string): string[] =>
  markdown
    .replaceAll(/```[\s\S]*?```/g, "")
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("|") && !line.startsWith("#"))
    .flatMap((line) => line.replace(/^\s*(?:[-*]|\d+\.)\s+/, "").split(/(?<=[.!?。])\s+(?=[\p{Lu}\p{Lo}*`"“])/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");

/** The sentences that say most about the question, in the order of the text. */
export const quote = (markdown: string, question: readonly string[], most: number): string[] => {
  const asked = new Set(question);
  const sentences = splitSentences(markdown).map((sentence, place) => {
    const words = new Set(tokenise(sentence));
    const shared = [...words].filter((word) => asked.has(word)).length;
    // A long sentence shares more by chance alone.
    return { sentence, place, points: shared / Math.sqrt(words.size + 4) };
  });
  return sentences
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points || a.place - b.place)
    .slice(0, most)
    .toSorted((a, b) => a.place - b.place)
    .map(({ sentence }) => sentence);
};
