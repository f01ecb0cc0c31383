/** Grades of the documents that are relevant to a query; all others are not. */
export type Grades = Readonly<Record<string, number>>;

const depth = 10;
const recallDepth = 100;

const discountedGain = (grades: readonly number[]): number =>
  grades.slice(0, depth).reduce((sum, grade, place) => sum + grade / Math.log2(place + 2), 0);

/** How near the first ten are to the best ten there could be, 0 to 1, a grade counting as it is. */
export const ndcgAt10 = (ranking: readonly string[], grades: Grades): number => {
  const ideal = discountedGain(Object.values(grades).toSorted((a, b) => b - a));
  return ideal === 0 ? 0 : discountedGain(ranking.map((id) => grades[id] ?? 0)) / ideal;
};

const isRelevant = (id: string, grades: Grades): boolean => (grades[id] ?? 0) > 0;

/** The part of the relevant documents that is among the first hundred. */
export const recallAt100 = (ranking: readonly string[], grades: Grades): number => {
  const relevant = Object.values(grades).filter((grade) => grade > 0).length;
  const found = ranking.slice(0, recallDepth).filter((id) => isRelevant(id, grades)).length;
  return relevant === 0 ? 0 : found / relevant;
};

/** One through the place of the first relevant document, 0 where it is not among the first ten. */
export const reciprocalRankAt10 = (ranking: readonly string[], grades: Grades): number => {
  const place = ranking.slice(0, depth).findIndex((id) => isRelevant(id, grades));
  return place === -1 ? 0 : 1 / (place + 1);
};
