import { fontLoader } from "#adapters/fonts";
import { layOut } from "#adapters/layout";
import { toPng } from "#adapters/raster";
import { toGraph } from "#engine/architecture";
import type { Scene, Theme } from "#engine/diagram";
import { toSvg } from "#engine/diagram";
import { dropArtifacts, keepArtifact, signArtifact } from "#features/artifacts";
import type { Ctx } from "#http/context";
import { withLegibleTexts } from "./legible.ts";
import type { Analysis } from "./schema.ts";

/** Wide enough for a slide at full size. */
const pictureWidth = 2_400;

interface Picture {
  svg: string;
  png: Uint8Array;
}

/** Keys of one picture in storage; its URLs are signed anew at every read. */
export interface PictureKeys {
  svg: string;
  png: string;
}

export interface Pictures {
  current: Picture;
  suggested: Picture;
}

type Drawable = Pick<Analysis, "title" | "architecture" | "findings" | "comparison">;

const subtitleOf = ({ region, components }: Analysis["architecture"], score: number): string =>
  [region, components.length === 1 ? "1 resource" : `${components.length} resources`, `score ${score}`]
    .filter((part) => part !== "")
    .join(" · ");

/** Scene of the current and of the suggested design: one for pictures, the same for the report. */
export const drawScenes = async (
  analysis: Drawable,
  theme: Theme = "light",
): Promise<{ current: Scene; suggested: Scene }> => {
  const { comparison, findings, title } = analysis;
  const architecture = withLegibleTexts(analysis.architecture);
  const better = withLegibleTexts(comparison.suggested.architecture);
  const current = toGraph(architecture, {
    title,
    subtitle: subtitleOf(architecture, comparison.current.score),
    findings,
  });
  const suggested = toGraph(better, {
    title: `${title} – suggested`,
    subtitle: subtitleOf(better, comparison.suggested.score),
    changes: comparison.changes,
  });
  return { current: await layOut(current, theme), suggested: await layOut(suggested, theme) };
};

/** A scene as both files of a picture. */
export const draw = async (ctx: Ctx, scene: Scene): Promise<Picture> => {
  const svg = toSvg(scene);
  return { svg, png: await toPng(svg, pictureWidth, fontLoader(ctx.env.ASSETS)) };
};

export const drawPictures = async (ctx: Ctx, analysis: Drawable, theme: Theme): Promise<Pictures> => {
  const { current, suggested } = await drawScenes(analysis, theme);
  return { current: await draw(ctx, current), suggested: await draw(ctx, suggested) };
};

const base64 = (bytes: Uint8Array): string => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
};

/** A picture as data URIs, under the names that answers have for it. */
export const dataUris = ({ svg, png }: Picture) => ({
  diagram_image: `data:image/png;base64,${base64(png)}`,
  diagram_svg: `data:image/svg+xml;base64,${base64(new TextEncoder().encode(svg))}`,
});

/** The answer with its pictures in it. */
export const withInlinePictures = (analysis: Analysis, pictures: Pictures): Analysis => ({
  ...analysis,
  ...dataUris(pictures.current),
  comparison: {
    ...analysis.comparison,
    suggested: { ...analysis.comparison.suggested, ...dataUris(pictures.suggested) },
  },
});

export interface StoredPictures {
  current: PictureKeys;
  suggested: PictureKeys;
}

export const keysOf = ({ current, suggested }: StoredPictures): string[] => [
  current.svg,
  current.png,
  suggested.svg,
  suggested.png,
];

/** Stores all four files or none. */
export const keepPictures = async (ctx: Ctx, pictures: Pictures): Promise<StoredPictures> => {
  const kept: string[] = [];
  const keep = async (bytes: Uint8Array | string, type: string): Promise<string> => {
    const key = await keepArtifact(ctx, bytes, type);
    kept.push(key);
    return key;
  };
  const keepOne = async ({ svg, png }: Picture): Promise<PictureKeys> => ({
    svg: await keep(svg, "image/svg+xml"),
    png: await keep(png, "image/png"),
  });
  try {
    return { current: await keepOne(pictures.current), suggested: await keepOne(pictures.suggested) };
  } catch (error) {
    await dropArtifacts(ctx.env, kept);
    throw error;
  }
};

/** Signed URLs of a picture, under the same names. */
export const pictureUrls = async (ctx: Ctx, keys: PictureKeys) => ({
  diagram_image: await signArtifact(ctx, keys.png),
  diagram_svg: await signArtifact(ctx, keys.svg),
});

/** The answer with a signed URL for each picture. */
export const withPictureUrls = async (ctx: Ctx, analysis: Analysis, keys: StoredPictures): Promise<Analysis> => ({
  ...analysis,
  ...(await pictureUrls(ctx, keys.current)),
  comparison: {
    ...analysis.comparison,
    suggested: { ...analysis.comparison.suggested, ...(await pictureUrls(ctx, keys.suggested)) },
  },
});
