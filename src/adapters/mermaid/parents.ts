import { MermaidError } from "./fault.ts";

/** Groups within groups: deeper ones would exhaust the layout's stack, and nobody reads them. */
export const deepest = 30;

/**
 * Group of each member. A member named by two groups belongs to the first; a group that would end up inside itself
 * stays where it is.
 */
export const parentsOf = (groups: readonly { id: string; members: readonly string[] }[]): Map<string, string> => {
  const parents = new Map<string, string>();
  const holds = (outer: string, inner: string): boolean => {
    for (let at: string | undefined = inner; at !== undefined; at = parents.get(at)) if (at === outer) return true;
    return false;
  };
  for (const { id, members } of groups)
    for (const member of members) if (!parents.has(member) && !holds(member, id)) parents.set(member, id);
  return parents;
};

/** Throws where groups lie deeper in each other than is drawn. */
export const refuseDeepNesting = (groups: readonly { id: string; parent?: string | undefined }[]): void => {
  const parents = new Map(groups.map(({ id, parent }) => [id, parent]));
  for (const { id } of groups) {
    let depth = 1;
    for (let at = parents.get(id); at !== undefined && depth <= deepest; at = parents.get(at)) depth += 1;
    if (depth > deepest) throw new MermaidError(`Groups lie more than ${deepest} deep in each other.`);
  }
};
