import { normAt } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import { verbForms } from "./verbs.ts";
import words from "./words.json" with { type: "json" };
import { is } from "./words-of-kind.ts";

const corrections = words.corrections.map((phrase) => phrase.split(" "));

/** "add them", "make a meeting", and not "a call". */
export const isCommand = (tokens: readonly Token[], at: number): boolean =>
  verbForms(normAt(tokens, at)).some(
    ({ form, noun }) =>
      form === "base" && (!noun || is.determiner.has(normAt(tokens, at + 1)) || is.pronoun.has(normAt(tokens, at + 1))),
  );

const answersNo = /^(?:is|are|was|says?|said|answers?|or|yes|there|with|has|have|if|not|say)$/;

/** "on Slack no by email", "in Redis no save it to MongoDB": what comes then stands in place of the like of it. */
const takesBack = (tokens: readonly Token[], at: number, kept: readonly Token[]): number | undefined => {
  // "send them an email not an email send them a text"
  if (tokens[at]?.norm === "not") {
    const again = is.determiner.has(normAt(tokens, at + 1)) ? at + 2 : at + 1;
    const length = again + 1 - at;
    return normAt(tokens, again) === kept.at(-1)?.norm && isCommand(tokens, at + length) ? length : undefined;
  }
  if (tokens[at]?.norm !== "no" || kept.length < 3 || answersNo.test(kept.at(-1)?.norm ?? "")) return undefined;
  // "in Discord no not Discord Mattermost"
  if (normAt(tokens, at + 1) === "not" && normAt(tokens, at + 2) === kept.at(-1)?.norm) return 3;
  const next = normAt(tokens, at + 1);
  return /^(?:by|via|over|through|in|on|to|into|with)$/.test(next) ||
    (isCommand(tokens, at + 1) && is.pronoun.has(normAt(tokens, at + 2)))
    ? 1
    : undefined;
};

/** "a payout, I mean a payment": what was said by mistake is taken back. */
export const corrected = (tokens: readonly Token[]): Token[] => {
  const kept: Token[] = [];
  let next = 0;
  for (const [at, token] of tokens.entries()) {
    if (at < next) continue;
    const said = corrections.find((phrase) => phrase.every((word, step) => tokens[at + step]?.norm === word));
    const length = said?.length ?? takesBack(tokens, at, kept);
    if (length === undefined || kept.length === 0) {
      kept.push(token);
      continue;
    }
    next = at + length;
    if (normAt(tokens, next) === ",") next++;
    while (kept.at(-1)?.kind === "mark") kept.pop();
    const excused = tokens.slice(next, next + 6).findIndex(({ norm }) => norm === "already");
    const instead =
      excused < 0 ? -1 : tokens.findIndex((_, place) => place > next + excused && isCommand(tokens, place));
    if (instead >= 0) {
      // "make a meeting, no wait, Calendly already does that, just …": what was asked for is not wanted.
      const asked = kept.findLastIndex((_, place) => isCommand(kept, place));
      if (asked >= 0) kept.splice(asked);
      next = instead;
      continue;
    }
    // Back to the same word ("at 9, no wait, at 10"), else the one word before.
    const first = normAt(tokens, next);
    // "text the driver, no wait, WhatsApp him": back to the verb.
    const verb = verbForms(first).some(({ form }) => form === "base")
      ? kept
          .slice(-8)
          .findLastIndex(({ norm }) =>
            verbForms(norm).some(({ form, noun }) => form === "base" && (!noun || norm === "text")),
          )
      : -1;
    if (verb >= 0) {
      kept.splice(Math.max(0, kept.length - 8) + verb);
      continue;
    }
    const alike = is.preposition.has(first) && said === undefined;
    const same = kept.slice(-4).findLastIndex(({ norm }) => norm === first || (alike && is.preposition.has(norm)));
    kept.splice(same < 0 ? -1 : Math.max(0, kept.length - 4) + same);
  }
  return kept;
};
