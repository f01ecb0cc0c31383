import type { Question } from "#engine/advice";

type History = Question["history"];

/** About 24,000 tokens, which leaves room for our facts in any model of today. */
const mostCharacters = 96_000;
/** For all that lies further back; the newest of it is kept. */
const mostSummary = 12_000;
const longestGist = 200;

/** A message's beginning, where most say what they are about. */
const gistOf = ({ role, content }: History[number]): string => {
  const beginning = content
    .slice(0, 4 * longestGist)
    .replace(/\s+/g, " ")
    .trim();
  const gist = beginning.length > longestGist ? `${beginning.slice(0, longestGist)}…` : beginning;
  return `${role === "user" ? "User" : "Assistant"}: ${gist}`.toWellFormed();
};

/** How many of the newest messages fit into `room` characters. */
const countNewest = (texts: readonly string[], room: number): number => {
  let left = room;
  const tooMany = texts.toReversed().findIndex((text) => (left -= text.length) < 0);
  return tooMany === -1 ? texts.length : tooMany;
};

/** A history as a model can take it in: the newest messages whole, those before them by their beginnings. */
export const fitHistory = (history: History): History => {
  const whole = countNewest(
    history.map(({ content }) => content),
    mostCharacters,
  );
  const older = history.slice(0, history.length - whole);
  if (older.length === 0) return history;
  const gists = older.map(gistOf);
  const told = gists.slice(gists.length - countNewest(gists, mostSummary));
  const summary = `Earlier in this conversation, shortened:\n${told.join("\n")}`;
  return [{ role: "user", content: summary }, ...history.slice(history.length - whole)];
};
