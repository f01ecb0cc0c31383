import type { TidyEdge, TidyGraph } from "./tidy.ts";
import { ancestorsOf } from "./tidy.ts";

/** An edge seen from the innermost group that holds both its ends: between which two of that group's members it runs. */
export interface Lifted {
  container: string | undefined;
  from: string;
  to: string;
}

export const lift = ({ from, to }: TidyEdge, parents: ReadonlyMap<string, string | undefined>): Lifted => {
  const fromPath = [from, ...ancestorsOf(from, parents)];
  const toPath = [to, ...ancestorsOf(to, parents)];
  while (fromPath.length > 1 && toPath.length > 1 && fromPath.at(-1) === toPath.at(-1)) {
    fromPath.pop();
    toPath.pop();
  }
  const [outerFrom = from, outerTo = to] = [fromPath.at(-1), toPath.at(-1)];
  return { container: parents.get(outerFrom), from: outerFrom, to: outerTo };
};

type Counts = Map<string, Map<string, number>>;

const countPairs = (lifted: readonly Lifted[]): Counts => {
  const counts: Counts = new Map();
  for (const { from, to } of lifted) {
    const targets = counts.get(from) ?? new Map<string, number>();
    targets.set(to, (targets.get(to) ?? 0) + 1);
    counts.set(from, targets);
  }
  return counts;
};

/** Of two members with edges both ways, the rarer direction runs backwards; on a tie the one that comes second. */
const isOutnumbered = (counts: Counts, from: string, to: string): boolean => {
  const there = counts.get(from)?.get(to) ?? 0;
  const back = counts.get(to)?.get(from) ?? 0;
  if (back === 0 || back !== there) return there < back;
  const order = [...counts.keys()];
  return order.indexOf(to) < order.indexOf(from);
};

/** Pairs that close a circle when members are walked from those that nothing leads to. */
const findBackward = (lifted: readonly Lifted[]): Set<string> => {
  const counts = countPairs(lifted);
  const backward = new Set<string>();
  const forward = new Map<string, string[]>();
  const entered = new Set<string>();
  for (const [from, targets] of counts)
    for (const to of targets.keys()) {
      if (isOutnumbered(counts, from, to)) {
        backward.add(JSON.stringify([from, to]));
        continue;
      }
      forward.set(from, [...(forward.get(from) ?? []), to]);
      entered.add(to);
    }

  const finished = new Set<string>();
  const open = new Set<string>();
  const walkFrom = (start: string): void => {
    const stack = [{ id: start, next: 0 }];
    open.add(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const target = forward.get(top.id)?.[top.next];
      top.next += 1;
      if (target === undefined) {
        open.delete(top.id);
        finished.add(top.id);
        stack.pop();
      } else if (open.has(target)) backward.add(JSON.stringify([top.id, target]));
      else if (!finished.has(target)) {
        stack.push({ id: target, next: 0 });
        open.add(target);
      }
    }
  };
  const members = [...forward.keys()];
  for (const id of [...members.filter((member) => !entered.has(member)), ...members])
    if (!finished.has(id)) walkFrom(id);
  return backward;
};

/**
 * The edges that run against the reading direction, seen from group to group.
 * They are laid out reversed, or they would detour around a whole group.
 */
export const backwardEdges = (
  edges: TidyGraph["edges"],
  parents: ReadonlyMap<string, string | undefined>,
): Set<TidyEdge> => {
  const lifted = new Map(edges.map((edge) => [edge, lift(edge, parents)]));
  const found = new Set<TidyEdge>();
  for (const [, inContainer] of Map.groupBy(lifted, ([, { container }]) => container)) {
    const backward = findBackward(inContainer.map(([, pair]) => pair));
    for (const [edge, { from, to }] of inContainer) if (backward.has(JSON.stringify([from, to]))) found.add(edge);
  }
  return found;
};
