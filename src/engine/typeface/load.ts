import type { FetchedFace } from "./faces.ts";

/** Answers a face's font file; undefined where it cannot be had: its characters then are shown as □. */
export type LoadFont = (face: FetchedFace) => Promise<Uint8Array<ArrayBuffer> | undefined>;

/** The files of faces, by face; those that could not be had are left out. */
export const loadFaces = async (
  faces: readonly FetchedFace[],
  load: LoadFont,
): Promise<Map<FetchedFace, Uint8Array<ArrayBuffer>>> => {
  const files = await Promise.all(faces.map(async (face) => [face, await load(face)] as const));
  return new Map(files.flatMap(([face, bytes]) => (bytes === undefined ? [] : [[face, bytes] as const])));
};
