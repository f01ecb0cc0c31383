import type { LayeredEdge } from "./plan.ts";

/**
 * How many layers the arrows cross in all: the layout puts a point on every layer that an arrow passes, and its cost
 * grows with the points. 40 boxes in a chain with a shortcut from each to the last make 780 of them, and took a minute.
 */
export const layersCrossed = (edges: readonly LayeredEdge[]): number => {
  const following = new Map<string, string[]>();
  const waiting = new Map<string, number>();
  const pairs = edges.map(({ edge: { from, to }, reversed }): readonly [from: string, to: string] =>
    reversed ? [to, from] : [from, to],
  );
  for (const [from, to] of pairs) {
    if (from === to) continue;
    following.set(from, [...(following.get(from) ?? []), to]);
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
    waiting.set(from, waiting.get(from) ?? 0);
  }
  const layers = new Map<string, number>();
  const ready = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  for (const id of ready) {
    const layer = layers.get(id) ?? 0;
    layers.set(id, layer);
    for (const next of following.get(id) ?? []) {
      layers.set(next, Math.max(layers.get(next) ?? 0, layer + 1));
      const left = (waiting.get(next) ?? 1) - 1;
      waiting.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return pairs.reduce((sum, [from, to]) => sum + Math.max(0, (layers.get(to) ?? 0) - (layers.get(from) ?? 0) - 1), 0);
};
