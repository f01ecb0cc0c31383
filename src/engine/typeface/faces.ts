import coverageData from "../../../assets/out/font-coverage.json" with { type: "json" };

/** A typeface too large to carry along: its file is fetched when a text needs it. */
export type FetchedFace = keyof typeof coverageData;

/** What is set in a fetched face: East Asian letters, their punctuation and full-width forms, circled numbers and the like. */
const asian =
  /[\u1100-\u11ff\u2460-\u24ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]|[℃℉※\u2160-\u217f△▽◇◎▷◁♪]/;
const kana = /[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]/;
const hangul = /[\u3131-\u318e\uac00-\ud7a3]/;

// A page of 256 characters as 64 hexadecimal digits, see assets/build-fonts.ts.
const pages: Readonly<Record<FetchedFace, Readonly<Record<string, string>>>> = coverageData;

const holds = (face: FetchedFace, codePoint: number): boolean => {
  const digit = pages[face][(codePoint >> 8).toString(16)]?.charAt((codePoint & 255) >> 2);
  return digit !== undefined && digit !== "" && ((Number.parseInt(digit, 16) >> (codePoint & 3)) & 1) === 1;
};

/**
 * China, Japan and Korea write many characters alike, each with its own small differences. Kana say that a text is
 * Japanese; without them Simplified Chinese, then Traditional, is the likelier.
 */
const likeliest = (text: string): FetchedFace[] =>
  kana.test(text)
    ? ["noto-sans-jp", "noto-sans-sc", "noto-sans-tc", "noto-sans-kr"]
    : ["noto-sans-sc", "noto-sans-tc", "noto-sans-jp", "noto-sans-kr"];

/** The same faces, the one first that suits this line: by its script, else the first that holds all of it. */
const orderFor = (line: string, faces: readonly FetchedFace[]): readonly FetchedFace[] => {
  const wanted = (): FetchedFace | undefined => {
    if (kana.test(line)) return "noto-sans-jp";
    if (hangul.test(line)) return "noto-sans-kr";
    const codePoints = Array.from(line, (character) => character.codePointAt(0) ?? 0).filter(isAsian);
    return faces.find((face) => codePoints.every((codePoint) => holds(face, codePoint)));
  };
  const first = wanted();
  return first !== undefined && faces.includes(first) ? [first, ...faces.filter((face) => face !== first)] : faces;
};

const isAsian = (codePoint: number): boolean => asian.test(String.fromCodePoint(codePoint));

/** The faces that the lines of a text need, the likeliest first. A character that no face holds needs none. */
export const facesFor = (text: string): FetchedFace[] => {
  if (!asian.test(text)) return [];
  const all = likeliest(text);
  const needed = new Set<FetchedFace>();
  // A line of a text, a string of a JSON text, the content of an element.
  for (const line of text.split(/[\n"<>]|\\n/)) {
    if (!asian.test(line)) continue;
    for (const { face } of splitByFace(line, all)) if (face !== undefined) needed.add(face);
  }
  return all.filter((face) => needed.has(face));
};

/** Part of a line that one face shows; without a face it is not East Asian, or no face here holds it. */
export interface FacePart {
  text: string;
  face: FetchedFace | undefined;
}

/** Splits a line by the face of each character. */
export const splitByFace = (line: string, faces: readonly FetchedFace[]): FacePart[] => {
  if (faces.length === 0 || !asian.test(line)) return [{ text: line, face: undefined }];
  const order = orderFor(line, faces);
  const parts: FacePart[] = [];
  for (const character of line) {
    const codePoint = character.codePointAt(0) ?? 0;
    const last = parts.at(-1);
    const face = isAsian(codePoint) ? order.find((candidate) => holds(candidate, codePoint)) : undefined;
    if (last !== undefined && last.face === face) last.text += character;
    else parts.push({ text: character, face });
  }
  return parts;
};

/** For whoever shows an SVG: our typefaces by name, then what systems have for the same scripts. */
export const fontFamily =
  "Inter, 'Noto Sans Thai', 'Noto Sans KR', 'Noto Sans JP', 'Noto Sans SC', 'Noto Sans TC', system-ui, 'Segoe UI', Roboto, 'Apple SD Gothic Neo', 'Hiragino Sans', 'PingFang SC', 'Malgun Gothic', 'Yu Gothic', 'Microsoft YaHei', sans-serif";
