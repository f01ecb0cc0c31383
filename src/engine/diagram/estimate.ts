import { card } from "./card.ts";
import { lift } from "./direction.ts";
import { frame } from "./frame.ts";
import type { Contents } from "./pack.ts";
import type { LayeredEdge } from "./plan.ts";

/** Space between layers that an estimate reckons with. */
const layerGap = 60;

/** Guesses how wide a group's linked contents will come out, from its longest chain of members. */
export const widthEstimator = (
  linked: ReadonlyMap<string | undefined, Contents>,
  edges: readonly LayeredEdge[],
  parents: ReadonlyMap<string, string | undefined>,
): ((container: string) => number) => {
  const lifted = edges.map(({ edge, reversed }) => {
    const { container, from, to } = lift(edge, parents);
    return reversed ? { container, from: to, to: from } : { container, from, to };
  });
  const edgesIn = Map.groupBy(lifted, ({ container }) => container);
  const known = new Map<string, number>();

  const widthOf = (container: string): number => {
    const found = known.get(container);
    if (found !== undefined) return found;
    const { nodes, groups } = linked.get(container) ?? { nodes: [], groups: [] };
    const widths = new Map<string, number>(nodes.map((id) => [id, card.width]));
    for (const id of groups) widths.set(id, widthOf(id) + 2 * frame.padding);
    const targets = Map.groupBy(edgesIn.get(container) ?? [], ({ from }) => from);
    const chains = new Map<string, number>();
    // The depth is bounded: edges that would close a circle have been turned round.
    const chainFrom = (id: string, depth: number): number => {
      const chain = chains.get(id);
      if (chain !== undefined || depth > widths.size) return chain ?? 0;
      const after = (targets.get(id) ?? []).map(({ to }) => chainFrom(to, depth + 1) + layerGap);
      const whole = (widths.get(id) ?? card.width) + Math.max(0, ...after);
      chains.set(id, whole);
      return whole;
    };
    const widest = Math.max(0, ...[...widths.keys()].map((id) => chainFrom(id, 0)));
    known.set(container, widest);
    return widest;
  };
  return widthOf;
};
