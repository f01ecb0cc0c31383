const paletteSize = 256;
/** How many of the commonest colours keep their exact value: a diagram's flat areas. */
const exactColours = 96;

/** A colour is `0xBBGGRR`, as four bytes of RGBA read little-endian, opacity left out. */
const red = (colour: number): number => colour & 255;
const green = (colour: number): number => (colour >> 8) & 255;
const blue = (colour: number): number => (colour >> 16) & 255;
const channels = [red, green, blue] as const;

/** How many pixels have each colour. */
export const countColours = (pixels: Uint32Array): Map<number, number> => {
  const counts = new Map<number, number>();
  let run = 0;
  let last = (pixels[0] ?? 0) & 0xffffff;
  for (const pixel of pixels) {
    const colour = pixel & 0xffffff;
    if (colour === last) {
      run += 1;
      continue;
    }
    counts.set(last, (counts.get(last) ?? 0) + run);
    last = colour;
    run = 1;
  }
  counts.set(last, (counts.get(last) ?? 0) + run);
  return counts;
};

type Count = readonly [colour: number, pixels: number];

/** Squared distance, the eye's sensitivity to each channel weighed in. */
const distance = (left: number, right: number): number =>
  2 * (red(left) - red(right)) ** 2 + 4 * (green(left) - green(right)) ** 2 + 3 * (blue(left) - blue(right)) ** 2;

interface Bucket {
  counts: Count[];
  channel: (colour: number) => number;
  spread: number;
}

/** Colours with the channel they differ in most, and how much they do, by the pixels they cover. */
const bucketOf = (counts: Count[]): Bucket => {
  const spans = channels.map((channel) => {
    const values = counts.map(([colour]) => channel(colour));
    return { channel, span: values.reduce((a, b) => Math.max(a, b), 0) - values.reduce((a, b) => Math.min(a, b), 255) };
  });
  const widest = spans.reduce((best, candidate) => (candidate.span > best.span ? candidate : best));
  const pixels = counts.reduce((total, [, count]) => total + count, 0);
  return { counts, channel: widest.channel, spread: widest.span * Math.sqrt(pixels) };
};

const averageOf = (counts: readonly Count[]): number => {
  const pixels = counts.reduce((total, [, count]) => total + count, 0);
  const mean = channels.map((channel) =>
    Math.round(counts.reduce((total, [colour, count]) => total + channel(colour) * count, 0) / pixels),
  );
  return (mean[0] ?? 0) | ((mean[1] ?? 0) << 8) | ((mean[2] ?? 0) << 16);
};

/** Median cut: the bucket that matters most is halved until there are enough; each gives its average. */
const medianCut = (counts: Count[], size: number): number[] => {
  const buckets = [bucketOf(counts)];
  while (buckets.length < size) {
    const splittable = buckets.filter((bucket) => bucket.counts.length > 1);
    if (splittable.length === 0) break;
    const widest = splittable.reduce((best, bucket) => (bucket.spread > best.spread ? bucket : best));
    const sorted = widest.counts.toSorted(
      ([left], [right]) => widest.channel(left) - widest.channel(right) || left - right,
    );
    const half = sorted.reduce((total, [, count]) => total + count, 0) / 2;
    let seen = 0;
    let cut = sorted.findIndex(([, count]) => (seen += count) >= half) + 1;
    if (cut >= sorted.length) cut = sorted.length - 1;
    buckets.splice(buckets.indexOf(widest), 1, bucketOf(sorted.slice(0, cut)), bucketOf(sorted.slice(cut)));
  }
  return buckets.map((bucket) => averageOf(bucket.counts));
};

/** At most 256 colours that stand for all counted ones: the commonest as they are, the blends of smooth edges averaged. */
export const choosePalette = (counted: ReadonlyMap<number, number>): number[] => {
  const counts = [...counted].toSorted(([a, left], [b, right]) => right - left || a - b);
  if (counts.length <= paletteSize) return counts.map(([colour]) => colour);
  const exact = counts.slice(0, exactColours).map(([colour]) => colour);
  return [...exact, ...medianCut(counts.slice(exactColours), paletteSize - exactColours)];
};

/** Finds the nearest palette colour's index, remembering what it has found. */
export const nearestIn = (palette: readonly number[]): ((colour: number) => number) => {
  const known = new Map(palette.map((colour, index) => [colour, index]));
  return (colour) => {
    const found = known.get(colour);
    if (found !== undefined) return found;
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, candidate] of palette.entries()) {
      const away = distance(candidate, colour);
      if (away < least) {
        least = away;
        best = index;
      }
    }
    known.set(colour, best);
    return best;
  };
};
