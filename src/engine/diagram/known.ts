/** What is kept of something that is known to be kept: to ask for anything else is a mistake of ours. */
export const known = <K, V>(kept: ReadonlyMap<K, V>, key: K): V => {
  const found = kept.get(key);
  if (found === undefined) throw new Error("asked for what was never kept");
  return found;
};
