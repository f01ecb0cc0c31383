import type { Ctx } from "#http/context";
import { fromStore } from "#http/errors";
import { AppError } from "#http/errors";
import type { z } from "zod";
import { PublishedTo, publishDraft } from "./publish.ts";
import type { Published, PublishRequest } from "./schema.ts";
import { readNames } from "./service.ts";
import type { DraftAndVersion } from "./store.ts";
import { updateDraft } from "./store.ts";

type Answer = z.infer<typeof Published>;

const answer = (url: string | null, { path, sha, commit_sha }: PublishedTo): Answer => ({
  url,
  commit_sha,
  path,
  sha,
  dry_run: false,
});

/** What was published last. Throws `not_found`. */
export const readPublished = ({ draft }: DraftAndVersion): Answer => {
  if (draft.published_to === null) throw new AppError("not_found", "This draft was not published.");
  return answer(draft.published_url, PublishedTo.parse(JSON.parse(draft.published_to)));
};

/** Publishes what a draft shows, and notes where to. Throws what `publishDraft` throws, and `conflict` before there is a text. */
export const publish = async (
  ctx: Ctx,
  { draft, version }: DraftAndVersion,
  request: PublishRequest,
): Promise<Answer> => {
  if (version === null) throw new AppError("conflict", "There is no text yet that could be published.");
  const before = draft.published_to === null ? null : PublishedTo.parse(JSON.parse(draft.published_to));
  const outcome = await publishDraft(
    { apiUrl: ctx.settings.githubApiUrl, now: ctx.now() },
    {
      id: draft.id,
      title: version.title,
      content: version.content,
      categories: readNames(draft.categories),
      tags: readNames(draft.tags),
      publishedAt: draft.published_at === null ? null : new Date(draft.published_at),
      publishedTo: before,
    },
    request,
  );
  if (outcome.dryRun) {
    const { path, content, exists } = outcome;
    return {
      url: null,
      commit_sha: null,
      path,
      sha: before?.path === path ? before.sha : null,
      dry_run: true,
      content,
      exists,
    };
  }
  const { url, publishedTo } = outcome;
  const now = ctx.now().toISOString();
  const note = () =>
    updateDraft(ctx.env, draft.owner, draft.id, {
      status: "published",
      published_at: draft.published_at ?? now,
      published_url: url,
      published_to: JSON.stringify(publishedTo),
      updated_at: now,
    });
  // It stands on GitHub, and published again it would be refused as somebody else's: a store that does not answer is asked
  // once more.
  await fromStore(note().catch(note));
  return answer(url, publishedTo);
};
