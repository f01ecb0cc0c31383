import { tokenise } from "../text/index.ts";
import type { QuotableChunk } from "../text/index.ts";
import { choose } from "./choice.ts";
import type { Judge } from "./salience.ts";
import { createJudge, needsBefore } from "./salience.ts";
import type { Section } from "./sections.ts";
import { byDocument, nameOf, sectionsOf, titleOf } from "./sections.ts";
import { createShelf } from "./shelf.ts";
import type { Source } from "./shelf.ts";
import type { Statement } from "./statements.ts";
import { statementsOf } from "./statements.ts";
import { attribute, escapeMarkdown, tell } from "./telling.ts";
import { readWishes, subjectOf } from "./wishes.ts";

export interface Article {
  title: string;
  /** Without the title, which stands beside it. */
  markdown: string;
  sources: readonly Source[];
}

/** What was asked for. */
export interface Commission {
  title: string | undefined;
  instructions: string | undefined;
}

const mostSections = 7;
/** Length of a sentence that is worth standing alone. */
const quotable = { least: 50, most: 240 };

/** The sentence of a section that can stand alone, where it has enough others. */
const highlightOf = (chosen: readonly Statement[], judge: Judge): Statement | undefined =>
  chosen.length < 4
    ? undefined
    : chosen
        .filter(
          ({ kind, text }) => kind === "sentence" && text.length >= quotable.least && text.length <= quotable.most,
        )
        // Neither it nor the one after it leans on the one before.
        .filter((statement) => {
          const after = chosen[chosen.indexOf(statement) + 1];
          return !needsBefore(statement) && (after === undefined || !needsBefore(after));
        })
        .toSorted((a, b) => judge.score(b) - judge.score(a) || a.start - b.start)[0];

/** The sections that are asked for, out of all that is said; else the documents' own, the ones that matter most. */
const chooseSections = (statements: readonly Statement[], judge: Judge, wanted: readonly string[]): Section[] => {
  if (wanted.length > 0) {
    const named = wanted.map((heading) => {
      const own = createJudge(statements, heading);
      const asked = tokenise(heading);
      const isUnder = (headings: readonly string[]): boolean => {
        const words = new Set(tokenise(headings.slice(1).join(" ")));
        return asked.length > 0 && asked.every((word) => words.has(word));
      };
      const fitting = statements.filter(({ text, headings }) => isUnder(headings) || own.fits(text) > 0.3);
      return { heading: heading.charAt(0).toUpperCase() + heading.slice(1), statements: fitting };
    });
    return named.filter((section) => section.statements.length > 0);
  }
  const all = sectionsOf(statements);
  const worth = ({ heading = "", statements: said }: Section): number => {
    const best = said.map((statement) => judge.score(statement)).toSorted((a, b) => b - a);
    return judge.fits(heading) + best.slice(0, 3).reduce((sum, score) => sum + score, 0) / 3;
  };
  const kept = new Set(all.toSorted((a, b) => worth(b) - worth(a)).slice(0, mostSections));
  return all.filter((section) => kept.has(section));
};

const titleFor = (statements: readonly Statement[]): string => {
  const names = [...byDocument(statements).values()].map(
    (said) => titleOf(said) ?? nameOf(said[0]?.chunk.filename ?? ""),
  );
  const [first = "Untitled", second] = names;
  if (second === undefined) return first;
  return names.length === 2
    ? `${first} and ${second}`
    : `${names.slice(0, 3).join(", ")}${names.length > 3 ? " and more" : ""}`;
};

/**
 * An article out of the sentences that matter most in documents, under the headings that these have themselves. Every
 * sentence is theirs, word for word, with its source. Undefined where there is nothing to write from.
 */
export const writeArticle = (
  chunks: readonly QuotableChunk[],
  { title, instructions = "" }: Commission,
): Article | undefined => {
  const statements = statementsOf(chunks);
  if (statements.length === 0) return undefined;
  const wishes = readWishes(instructions);
  const judge = createJudge(statements, `${title ?? ""} ${subjectOf(instructions)}`);
  const sections = chooseSections(statements, judge, wishes.sections);
  const total = sections.reduce((sum, section) => sum + Math.sqrt(section.statements.length), 0);
  const shelf = createShelf(0);
  const parts = sections.map(({ heading, statements: said }) => {
    const chosen = choose(said, judge, (wishes.words * Math.sqrt(said.length)) / total);
    const highlight = wishes.bullets ? undefined : highlightOf(chosen, judge);
    const body = tell(
      chosen.filter((statement) => statement !== highlight),
      shelf,
      wishes.bullets,
    );
    const quoted = highlight === undefined ? "" : `\n\n${attribute(highlight, shelf)}`;
    return `${heading === undefined ? "" : `## ${escapeMarkdown(heading)}\n\n`}${body}${quoted}`;
  });
  return {
    title: title ?? titleFor(statements),
    markdown: [...parts, shelf.list()].join("\n\n"),
    sources: shelf.sources(),
  };
};
