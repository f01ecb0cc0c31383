import { readMermaid } from "#adapters/mermaid";
import type { Scene } from "#engine/diagram";
import { drawMermaid } from "./service.ts";

/** Pictures of one document: each is laid out, which takes some milliseconds. */
const mostPictures = 100;

const drawIfReadable = async (text: string): Promise<Scene | undefined> => {
  try {
    return await drawMermaid(await readMermaid(text), "light");
  } catch {
    return undefined;
  }
};

/** Draws the first Mermaid texts of one document; undefined for one that cannot be read or comes after too many. */
export const createDraw = (): ((text: string) => Promise<Scene | undefined>) => {
  let pictures = 0;
  return async (text) => (pictures++ < mostPictures ? drawIfReadable(text) : undefined);
};
