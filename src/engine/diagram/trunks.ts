import type { LayeredEdge } from "./plan.ts";
import { lift } from "./direction.ts";

/** From this many arrows on, those that leave a group together are one line that branches off. */
const fewest = 3;

const isPlain = ({ edge, reversed, shadow }: LayeredEdge): boolean =>
  !reversed &&
  !shadow &&
  edge.label === undefined &&
  edge.style === undefined &&
  edge.both !== true &&
  edge.start === undefined;

/** Arrows from one box to different places outside its group: side by side they would run around whatever stands there as a bundle. Edge id → id of the point that they leave from. */
export const trunksOf = (
  layered: readonly LayeredEdge[],
  parents: ReadonlyMap<string, string | undefined>,
): Map<string, string> => {
  const leaving = layered.filter((one) => {
    const { container } = lift(one.edge, parents);
    return isPlain(one) && container !== parents.get(one.edge.from);
  });
  const bundles = Map.groupBy(leaving, ({ edge }) => JSON.stringify([edge.from, lift(edge, parents).container]));
  return new Map(
    [...bundles].flatMap(([key, bundle]) =>
      bundle.length < fewest ? [] : bundle.map(({ id }): [string, string] => [id, `trunk ${key}`]),
    ),
  );
};
