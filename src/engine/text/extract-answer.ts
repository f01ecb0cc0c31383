import { formOf } from "./answer-form.ts";
import type { QuotableChunk, ReadChunks, ReadPiece } from "./best-sentences.ts";
import { likeness, readChunks } from "./best-sentences.ts";
import type { AskedWord, ReadQuestion, Wanted } from "./question.ts";
import { readQuestion } from "./question.ts";
import { stem } from "./stem.ts";
import type { Quote } from "./quotes.ts";
import { isAnaphoric, widen } from "./quotes.ts";

/** What an answer is made of, all of it from the chunks. */
interface ExtractedAnswer {
  /** Empty where the chunks do not hold it. In the order in which they read best. */
  quotes: readonly Quote[];
  /** The chunks that speak most of the question, the best first. */
  chunks: readonly QuotableChunk[];
  /** What was looked for, as it was written. */
  searched: readonly string[];
}

interface Limits {
  /** At most so many chunks … */
  chunks: number;
  /** … with so many characters together. */
  characters: number;
}

const usual: Limits = { chunks: 5, characters: 8_000 };

/** Less of the asked than this is about something else. */
const leastHeld = 0.65;
/** What the title says already tells the pieces below it apart no more. */
const topicWeight = 0.5;
/** So much of the rest has to stand in the piece itself, its lead and its heading. */
const leastNear = 0.4;
/** What says nothing of a name that was asked for is about another. */
const leastOfName = 0.35;

// How much it counts where a word stands: in the piece itself, in what introduces it, beside it, or just around it.
const inLead = 0.9;
const inHeading = 0.85;
const inTitle = 0.75;
const before = 0.75;
const after = 0.4;
const around = 0.4;
const inDocument = 0.3;

/** Words for a measure are answered by the measure: "the price" by "$12". */
const measureWords =
  "price cost fee charge pay temperature degree time date day year month week size number amount total count weigh weight length duration deadline phone telephone email mail address version percentage";

let measures: Set<string> | undefined;

const isMeasureWord = (word: AskedWord | undefined): boolean => {
  measures ??= new Set(measureWords.split(" ").map(stem));
  return measures.has(word?.parts[0] ?? "");
};

const strict: ReadonlySet<Wanted> = new Set(["date", "money", "number", "contact"]);

/** What is answered by several things. */
const manyWanted: ReadonlySet<Wanted> = new Set(["list", "steps"]);
const manyBonus = 1.2;

interface Scored {
  piece: ReadPiece;
  score: number;
  /** How well the piece itself holds each word. */
  own: readonly number[];
}

const score = (read: ReadChunks, { wanted }: ReadQuestion, question: string): Scored[] => {
  const form = formOf(wanted, question);
  const own = read.pieces.map(({ words }) => read.finders.map((find) => find(words)));
  const ofDocument = new Map<string, number[]>();
  for (const [{ documentId }, held] of read.inChunk) {
    const known = ofDocument.get(documentId) ?? held.map(() => 0);
    ofDocument.set(
      documentId,
      known.map((most, at) => Math.max(most, held[at] ?? 0)),
    );
  }
  return read.pieces.flatMap((piece, place): Scored[] => {
    if (piece.kind === "heading" || read.weights.length === 0 || /[?？]\W*$/.test(piece.text)) return [];
    const mine = own[place] ?? [];
    const beside = (at: number): readonly number[] => {
      const other = read.pieces[at];
      return other?.chunk === piece.chunk && other.kind !== "heading" && Math.abs(other.block - piece.block) < 2
        ? (own[at] ?? [])
        : [];
    };
    const lead = piece.lead === undefined ? [] : (own[piece.first + piece.lead] ?? []);
    const [heading = [], ...higher] = piece.under.toReversed().map((at) => own[piece.first + at] ?? []);
    const [previous, next] = [beside(place - 1), beside(place + 1)];
    const titles = read.inTitle.get(piece.chunk) ?? [];
    const chunk = read.inChunk.get(piece.chunk) ?? [];
    const document = ofDocument.get(piece.chunk.documentId) ?? [];
    const leadText = piece.lead === undefined ? "" : (read.pieces[piece.first + piece.lead]?.text ?? "");
    const fits = form(`${piece.text}\n${leadText}`) * (piece.kind === "item" && manyWanted.has(wanted) ? manyBonus : 1);
    const goesOn = isAnaphoric(piece.text);
    let held = 0;
    let all = 0;
    let heldNear = 0;
    let allNear = 0;
    let namesHeld = true;
    for (const [at, weight] of read.weights.entries()) {
      const word = read.words[at];
      const near = Math.max(mine[at] ?? 0, (lead[at] ?? 0) * inLead, (heading[at] ?? 0) * inHeading);
      const wide = Math.max(
        near,
        Math.max(titles[at] ?? 0, ...higher.map((each) => each[at] ?? 0)) * inTitle,
        (previous[at] ?? 0) * (goesOn ? inLead : before),
        (next[at] ?? 0) * after,
        (chunk[at] ?? 0) * around,
        (document[at] ?? 0) * inDocument,
      );
      const isMeasure = strict.has(wanted) && fits >= 1 && isMeasureWord(word);
      const isTopic = (titles[at] ?? 0) > 0.5;
      const counted = isTopic ? weight * topicWeight : weight;
      all += counted;
      held += counted * Math.max(wide, isMeasure ? 0.8 : 0);
      if (!isTopic) {
        allNear += weight;
        heldNear += weight * Math.max(near, goesOn ? (previous[at] ?? 0) * inLead : 0, isMeasure ? 0.8 : 0);
      }
      if (word?.isName === true && Math.max(wide, (document[at] ?? 0) * 0.5) < leastOfName) namesHeld = false;
    }
    if (heldNear < allNear * leastNear || !namesHeld) return [];
    return [{ piece, score: (held / all) * fits, own: mine }];
  });
};

const byScore = (a: Scored, b: Scored): number =>
  b.score - a.score || a.piece.rank - b.piece.rank || a.piece.start - b.piece.start;

/** The chunks with the best pieces; the order of the search decides where they are close. */
const chooseChunks = (given: readonly QuotableChunk[], scored: readonly Scored[], limits: Limits): QuotableChunk[] => {
  const best = new Map<QuotableChunk, number>();
  for (const { piece, score: points } of scored) best.set(piece.chunk, Math.max(points, best.get(piece.chunk) ?? 0));
  const ranked = given
    .map((chunk, rank) => ({ chunk, points: (best.get(chunk) ?? 0) + 0.2 / (1 + rank), rank }))
    .toSorted((a, b) => b.points - a.points || a.rank - b.rank);
  const chosen: QuotableChunk[] = [];
  let characters = 0;
  for (const { chunk } of ranked) {
    if (chosen.length === limits.chunks) break;
    if (characters + chunk.text.length > limits.characters) continue;
    chosen.push(chunk);
    characters += chunk.text.length;
  }
  return chosen;
};

const mostQuotes = 3;
const alike = 0.6;

/** Whether a further piece says something of the question that is not said yet, or says it as well elsewhere. */
const adds = (next: Scored, chosen: readonly Scored[], read: ReadChunks): boolean => {
  const [best] = chosen;
  if (best === undefined) return true;
  if (chosen.some(({ piece }) => likeness(piece.words, next.piece.words) > alike)) return false;
  if (
    chosen.some(({ piece }) => piece.chunk.documentId === next.piece.chunk.documentId && piece.text === next.piece.text)
  )
    return false;
  const gain = read.weights.reduce((sum, weight, at) => {
    const said = Math.max(...chosen.map(({ own }) => own[at] ?? 0));
    return sum + weight * Math.max(0, (next.own[at] ?? 0) - said);
  }, 0);
  const all = read.weights.reduce((sum, weight) => sum + weight, 0);
  return (gain / all > 0.2 && next.score > best.score * 0.75) || next.score > best.score * 0.93;
};

/** Finds in chunks, the most relevant first, the exact sentences that answer a question; none where they do not hold it. */
export const extractAnswer = (
  question: string,
  chunks: readonly QuotableChunk[],
  limits: Limits = usual,
): ExtractedAnswer => {
  const asked = readQuestion(question);
  const read = readChunks(chunks, asked.words);
  const scored = score(read, asked, question).toSorted(byScore);
  const context = chooseChunks(chunks, scored, limits);
  const inContext = new Set(context);
  const searched = asked.words.filter(({ weight }) => weight >= 0.5).map(({ text }) => text);
  const chosen: Scored[] = [];
  for (const each of scored) {
    if (chosen.length === mostQuotes || each.score < leastHeld) break;
    if (inContext.has(each.piece.chunk) && adds(each, chosen, read)) chosen.push(each);
  }
  const quotes = widen(
    chosen.map(({ piece, own }) => ({ piece, own })),
    read,
    asked.wanted,
  );
  return { quotes, chunks: context, searched };
};
