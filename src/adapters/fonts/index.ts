import type { FetchedFace, LoadFont } from "#engine/typeface";

/** Where static assets are fetched from: the ASSETS binding. */
type Assets = Pick<Fetcher, "fetch">;

// Kept for the isolate's life. There are four of them, 5.4 MB in all, and most isolates never need one.
const kept = new Map<FetchedFace, Promise<Uint8Array<ArrayBuffer> | undefined>>();

const fetchFont = async (assets: Assets, face: FetchedFace): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const answer = await assets.fetch(`https://assets.local/fonts/${face}.ttf`);
  if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  await answer.body?.cancel();
  return undefined;
};

/** Gets font files from the static assets, each once per isolate; one that cannot be had is asked for again the next time. */
export const fontLoader =
  (assets: Assets): LoadFont =>
  async (face) => {
    const file = kept.get(face) ?? fetchFont(assets, face).catch(() => undefined);
    kept.set(face, file);
    const bytes = await file;
    if (bytes === undefined) kept.delete(face);
    return bytes;
  };
