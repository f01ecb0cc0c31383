import type { Failure, Place } from "#adapters/github";
import { readContent, writeContent } from "#adapters/github";
import { AppError, validate } from "#http/errors";
import type { ErrorCode } from "#http/errors";
import { z } from "zod";
import { writePost } from "./front-matter.ts";
import { slugOf } from "./slug.ts";

/** Where a draft was last published to, as its row keeps it. */
export const PublishedTo = z.object({
  repo: z.string(),
  branch: z.string().nullable(),
  path: z.string(),
  sha: z.string(),
  commit_sha: z.string(),
});
export type PublishedTo = z.infer<typeof PublishedTo>;

// GitHub's own rules: https://docs.github.com/en/rest/repos/contents
const repo = z
  .string()
  .max(140)
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/(?!\.{1,2}$)[\w.-]{1,100}$/,
    "Has to be owner/name, as GitHub spells it.",
  );

/** https://git-scm.com/docs/git-check-ref-format, and nothing that would need escaping in an address. */
const isBranch = (name: string): boolean =>
  /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_./+-]*$/u.test(name) &&
  !/\.\.|\/\/|\/\.|\.lock(?:\/|$)|[/.]$/.test(name) &&
  !name.startsWith("refs/");

const branch = z
  .string()
  .max(200)
  .refine(isBranch, "Has to be a branch's name: letters, digits, and . _ - + / between them.");

/** A workflow would be run by GitHub with the repository's secrets; what begins with a dot is no post. */
const isPath = (path: string): boolean =>
  path.isWellFormed() &&
  !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\?#%:*"<>|]/u.test(path) &&
  path
    .split("/")
    .every((part) => part !== "" && !part.startsWith(".") && part.trim() === part && !part.endsWith(".")) &&
  /\.(?:md|markdown)$/i.test(path);

const path = z
  .string()
  .max(400)
  .refine(
    isPath,
    "Has to be the path of a .md file in the repository, without .., //, hidden folders or signs that addresses use.",
  );

/** Visible ASCII: anything else could not be sent as a header. */
const token = z.string().regex(/^[!-~]{1,400}$/, "Has to be a GitHub token.");

const Target = z.object({ repo, branch: branch.optional(), path: path.optional(), token });

/** What publishing asks for, not yet looked at. The token is for this request alone: it is never kept or logged. */
export interface PublishTarget {
  repo: string;
  branch?: string | undefined;
  path?: string | undefined;
  token: string;
  dry_run?: boolean | undefined;
}

/** As much of a draft as publishing needs. */
export interface Publishable {
  id: string;
  title: string;
  /** Markdown. */
  content: string;
  categories: readonly string[];
  tags: readonly string[];
  /** When it was first published; null before. */
  publishedAt: Date | null;
  publishedTo: PublishedTo | null;
}

/** What was published, or with `dryRun` would be. */
export type PublishOutcome =
  | { dryRun: true; path: string; content: string; exists: boolean | null }
  | { dryRun: false; path: string; url: string; publishedTo: PublishedTo };

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const samePlace = (to: PublishedTo | null, { repo: name, branch: line }: z.infer<typeof Target>): to is PublishedTo =>
  to !== null && to.repo.toLowerCase() === name.toLowerCase() && to.branch === (line ?? null);

const problems: Readonly<Record<Exclude<Failure["reason"], "rate_limited">, [ErrorCode, string, string?]>> = {
  refused: ["forbidden", "GitHub refused the token: it is not valid, or may not write to this repository."],
  missing: ["invalid_request", "No such repository or branch that the token can see.", "repo"],
  moved: ["invalid_request", "The repository has another name now.", "repo"],
  conflict: ["conflict", "The file changed on GitHub since it was last published from here."],
  invalid: ["invalid_request", "GitHub takes no file at this path and branch.", "path"],
  unreachable: ["upstream_failed", "GitHub did not answer as expected. Please try again."],
  timeout: ["upstream_timeout", "GitHub did not answer in time. Please try again."],
};

const problemOf = (failure: Failure): AppError => {
  if (failure.reason === "rate_limited")
    return new AppError("rate_limited", "GitHub takes no more requests with this token for now.", {
      headers: { "Retry-After": String(failure.retryAfter) },
    });
  const [code, message, field] = problems[failure.reason];
  return new AppError(code, message, field === undefined ? {} : { errors: [{ path: field, message }] });
};

const messageLength = 72;

/** The subject of the commit: one line of the title. */
const commitMessage = (title: string, isNew: boolean): string => {
  const line = title
    .toWellFormed()
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim();
  const short =
    line.length > messageLength ? `${line.slice(0, messageLength).toWellFormed().replace("\u{FFFD}", "")}…` : line;
  return `${isNew ? "Publish" : "Update"}: ${short || "post"}`;
};

const addressOf = ({ repo: name, branch: line, path: file }: Place): string =>
  `https://github.com/${name}/blob/${line ?? "HEAD"}/${file.split("/").map(encodeURIComponent).join("/")}`;

/**
 * Commits a draft to a repository as a post. Where it was published before it is written over, if nobody else has changed it
 * since. `repo`, `branch` and `path` are held to what is safe in an address and in a repository. Throws `forbidden`, `invalid_request`, `conflict`, `rate_limited`, `upstream_failed`, `upstream_timeout`.
 */
export const publishDraft = async (
  { apiUrl, now }: { apiUrl: string; now: Date },
  draft: Publishable,
  target: PublishTarget,
): Promise<PublishOutcome> => {
  const request = validate(Target, target);
  const { publishedTo: before, categories, tags } = draft;
  const date = draft.publishedAt ?? now;
  const title = draft.title.trim() === "" ? "Untitled" : draft.title;
  const known = samePlace(before, request) ? before : null;
  const ownPath = `_posts/${dayOf(date)}-${slugOf(title, draft.id)}.md`;
  const place: Place = {
    apiUrl,
    token: request.token,
    repo: request.repo,
    branch: request.branch,
    path: request.path ?? known?.path ?? ownPath,
  };
  const text = writePost({ title, date, categories, tags }, draft.content);
  const there = await readContent(place);
  // What would be written can be told without GitHub.
  const unheard = !there.ok && (there.reason === "unreachable" || there.reason === "timeout");
  if (target.dry_run && unheard) return { dryRun: true, path: place.path, content: text, exists: null };
  if (!there.ok) throw problemOf(there);
  const ours = known?.path === place.path ? known.sha : null;
  if (there.sha !== null && there.sha !== ours) throw problemOf({ ok: false, reason: "conflict" });
  if (target.dry_run) return { dryRun: true, path: place.path, content: text, exists: there.sha !== null };
  const written = await writeContent(place, {
    text,
    message: commitMessage(title, there.sha === null),
    sha: there.sha,
  });
  if (!written.ok) throw problemOf(written);
  return {
    dryRun: false,
    path: place.path,
    url: written.htmlUrl ?? addressOf(place),
    publishedTo: {
      repo: request.repo,
      branch: request.branch ?? null,
      path: place.path,
      sha: written.sha,
      commit_sha: written.commitSha,
    },
  };
};
