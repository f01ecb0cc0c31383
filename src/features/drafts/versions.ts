import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { markdownToHtml } from "#adapters/markdown";
import { createPatch } from "diff";
import type { ContentFormat, Version, VersionList } from "./schema.ts";
import { Sources } from "./schema.ts";
import { getDraft } from "./service.ts";
import type { VersionEntry, VersionRow } from "./store.ts";
import { findVersions, listVersions } from "./store.ts";

/** Characters that a list compares at most: a long history of a long draft would take seconds. */
const mostCompared = 4_000_000;
/** Lines that may differ. What changed more was written anew, and finding out how would take seconds. */
const mostChanges = 2_000;
/** The same of a whole list, by the squares of such lines: that is how the time to find them grows. */
const mostWork = 20_000_000;

const toEntry = ({ content, ...row }: VersionRow) => ({
  version: row.version,
  parent: row.parent,
  title: row.title,
  author: row.author,
  reason: row.reason,
  created_at: row.created_at,
  characters: content.length,
});

type Text = Pick<VersionRow, "title" | "content">;

/** Compares texts until the list has cost enough. */
const createDiff = () => {
  let work = 0;
  /** The lines of a unified diff, without the header that names files; null where there is no room for it. */
  return (before: Text | undefined, after: Text): string | null => {
    if (work > mostWork) return null;
    const whole = ({ title, content }: Text) => `# ${title}\n\n${content}\n`;
    // By a count, not by the clock: that one stands still in a Worker while it computes.
    const limits = { maxEditLength: mostChanges };
    const patch = createPatch("draft", before ? whole(before) : "", whole(after), "", "", limits);
    const lines = patch?.split("\n").slice(4);
    const changes = lines?.filter((line) => /^[-+]/.test(line)).length ?? mostChanges;
    work += changes * changes;
    return lines?.join("\n") ?? null;
  };
};

/** Which texts are read for the diffs of these entries: newest first, as many as a list compares. */
const comparedOf = (entries: readonly VersionEntry[]): Set<number> => {
  const compared = new Set<number>();
  let characters = 0;
  for (const entry of entries) {
    // Of a parent on another page the length is not known; it is about the same.
    const added = [entry.version, ...(entry.parent === null ? [] : [entry.parent])].filter((one) => !compared.has(one));
    characters += added.length * entry.characters;
    if (characters > mostCompared) break;
    for (const one of added) compared.add(one);
  }
  return compared;
};

/** The versions of a draft, newest first, each with what it changed. Throws `not_found`. */
export const readVersions = async (
  ctx: Ctx,
  id: string,
  limit: number,
  cursor: number | undefined,
): Promise<VersionList> => {
  const { draft } = await getDraft(ctx, id);
  const entries = await fromStore(listVersions(ctx.env, draft, cursor, limit + 1));
  const page = entries.slice(0, limit);
  const texts = await fromStore(findVersions(ctx.env, draft, [...comparedOf(page)]));
  const known = new Map(texts.map((row) => [row.version, row]));
  const diffOf = createDiff();
  const versions = page.map((entry) => {
    const [text, parent] = [known.get(entry.version), known.get(entry.parent ?? 0)];
    const comparable = text !== undefined && (entry.parent === null || parent !== undefined);
    return { ...entry, diff: comparable ? diffOf(parent, text) : null };
  });
  const last = page.at(-1);
  return { versions, next_cursor: entries.length > limit && last !== undefined ? String(last.version) : null };
};

/** One version, whole. Throws `not_found`. */
export const readVersion = async (
  ctx: Ctx,
  id: string,
  version: number,
  format: ContentFormat | undefined,
): Promise<Version> => {
  const { draft } = await getDraft(ctx, id);
  const [row] = await fromStore(findVersions(ctx.env, draft, [version]));
  if (row === undefined) throw new AppError("not_found", "There is no such version.");
  const as = format ?? draft.content_format;
  return {
    ...toEntry(row),
    content: as === "html" ? await markdownToHtml(row.content) : row.content,
    content_format: as,
    sources: Sources.parse(JSON.parse(row.sources)),
  };
};
