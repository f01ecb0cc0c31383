import type { FetchedFace, LoadFont } from "#engine/typeface";

/** Where static assets are fetched from: the ASSETS binding. */
type Assets = Pick<Fetcher, "fetch">;

type FontFile = Uint8Array<ArrayBuffer> | undefined;

const fetchFont = async (assets: Assets, face: FetchedFace): Promise<FontFile> => {
  const answer = await assets.fetch(`https://assets.local/fonts/${face}.ttf`);
  if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  await answer.body?.cancel();
  return undefined;
};

/** Gets font files from static assets, each once; one that cannot be had is asked for again the next time. */
export const cachedFonts = (): ((assets: Assets) => LoadFont) => {
  const kept = new Map<FetchedFace, Promise<FontFile>>();
  return (assets) => async (face) => {
    const file = kept.get(face) ?? fetchFont(assets, face).catch(() => undefined);
    kept.set(face, file);
    const bytes = await file;
    if (bytes === undefined) kept.delete(face);
    return bytes;
  };
};
