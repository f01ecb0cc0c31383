import widthData from "../../../assets/out/font-widths.json" with { type: "json" };

let held: Set<number> | undefined;

const readHeld = (): Set<number> => {
  const codePoints = new Set<number>();
  // The file is written by assets/build-fonts.ts with runs of this shape; JSON widens the pairs to arrays.
  const runs = [...widthData["inter-400"], ...widthData["noto-sans-thai-400"]] as [number, number[]][];
  for (const [first, advances] of runs)
    for (let index = 0; index < advances.length; index += 1) codePoints.add(first + index);
  return codePoints;
};

/** Whether Inter or Noto Sans Thai, which are always at hand, show the character. */
export const isBundled = (codePoint: number): boolean => (held ??= readHeld()).has(codePoint);
