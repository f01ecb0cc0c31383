import { normAt } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import { verbForms } from "./verbs.ts";
import words from "./words.json" with { type: "json" };

/** What is said while thinking, and says nothing: dropped wherever it stands. */
const fillers = new Set(words.fillers.split(" "));

const setPhrases = words.set_phrases.map((phrase) => phrase.split(" "));

/** "It would be great if" asks for nothing, and its "if" is no condition. */
const withoutPoliteness = (tokens: readonly Token[]): Token[] => {
  let next = 0;
  return tokens.filter((_, at) => {
    if (at < next) return false;
    const said = setPhrases.find((phrase) => phrase.every((word, step) => tokens[at + step]?.norm === word));
    if (said !== undefined) next = at + said.length;
    return said === undefined;
  });
};

const corrections = words.corrections.map((phrase) => phrase.split(" "));

/** "a payout, I mean a payment": what was said by mistake is taken back. */
const corrected = (tokens: readonly Token[]): Token[] => {
  const kept: Token[] = [];
  let next = 0;
  for (const [at, token] of tokens.entries()) {
    if (at < next) continue;
    const said = corrections.find((phrase) => phrase.every((word, step) => tokens[at + step]?.norm === word));
    if (said === undefined || kept.length === 0) {
      kept.push(token);
      continue;
    }
    next = at + said.length;
    if (normAt(tokens, next) === ",") next++;
    while (kept.at(-1)?.kind === "mark") kept.pop();
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
    const same = kept.slice(-4).findLastIndex(({ norm }) => norm === first);
    kept.splice(same < 0 ? -1 : Math.max(0, kept.length - 4) + same);
  }
  return kept;
};

/** "my boss (who hates Jira, by the way)": an aside asks for nothing. */
const withoutAsides = (tokens: readonly Token[]): Token[] => {
  let until = -1;
  return tokens.filter(({ norm }, at) => {
    if (at <= until) return false;
    if (norm !== "(" || !beginsAside.test(normAt(tokens, at + 1))) return true;
    const end = tokens.slice(at, at + 40).findIndex((token) => token.norm === ")");
    if (end > 0) until = at + end;
    return end <= 0;
  });
};

const beginsAside = /^(?:who|which|we|i|our|my|they|he|she|by|btw|long|sorry|yes|that's|it's|don't)$/;

const leads = new Set(words.lead_ins.split(" "));

/** "right, so if someone …": how people begin to speak says nothing. */
const withoutLeadIns = (tokens: readonly Token[]): Token[] => {
  const kept: Token[] = [];
  let begins = true;
  for (const [at, token] of tokens.entries()) {
    const next = normAt(tokens, at + 1);
    if (begins && leads.has(token.norm) && (next === "," || leads.has(next) || starts.test(next))) continue;
    if (begins && token.norm === "," && kept.at(-1)?.norm !== ",") {
      if (at > 0 && leads.has(normAt(tokens, at - 1))) continue;
    }
    kept.push(token);
    begins = token.kind === "line" || /^[.!?]$/.test(token.norm);
  }
  return kept;
};

const starts = /^(?:when|whenever|if|every|each|once|as|i|we|what)$/;

/** What a pause may stand after without an end of the clause: "whenever somebody, um, pays". */
const goesOn =
  /^(?:somebody|someone|anybody|anyone|we|i|you|they|he|she|it|whenever|when|and|then|to|the|a|an|is|are|at|on|in|or|but|every|each|customers?|people|users?)$/;

const hesitations = /^(?:um|uh|uhm|umm|erm|er|hmm|ah|like|honestly|basically)$/;

/** Drops what is said while thinking, with the commas around it where the clause goes on. */
const withoutFillers = (tokens: readonly Token[]): Token[] => {
  const kept: Token[] = [];
  for (const [at, token] of tokens.entries()) {
    const between = normAt(tokens, at - 1) === "," && normAt(tokens, at + 1) === ",";
    const says = token.kind !== "word" || !(fillers.has(token.norm) || (token.norm === "like" && between));
    const doubled = token.norm === "," && kept.at(-1)?.norm === ",";
    if (says && !doubled) kept.push(token);
    if (!says && hesitations.test(token.norm) && kept.at(-1)?.norm === "," && goesOn.test(kept.at(-2)?.norm ?? "")) {
      kept.pop();
      continue;
    }
    // The comma after the pause, where that before it is gone.
    if (
      token.norm === "," &&
      hesitations.test(normAt(tokens, at - 1)) &&
      kept.at(-1) === token &&
      goesOn.test(kept.at(-2)?.norm ?? "")
    )
      kept.pop();
  }
  return kept;
};

const sayings = Object.entries(words.sayings).map(([phrase, meant]) => [phrase.split(" "), meant.split(" ")] as const);

/** "calls off" is "cancels": what several words mean in one that is known. */
const inPlainWords = (tokens: readonly Token[]): Token[] => {
  let next = 0;
  return tokens.flatMap((token, at) => {
    if (at < next) return [];
    const said = sayings.find(([phrase]) => phrase.every((word, step) => tokens[at + step]?.norm === word));
    if (said === undefined) return [token];
    next = at + said[0].length;
    const end = tokens[next - 1]?.end ?? token.end;
    return said[1].map((norm) => ({ ...token, norm, end }));
  });
};

const arrow = { kind: "mark", norm: "→" } as const;

/** "daily 18:30 | shopify orders | excel", "s3 upload, textract, claude, notion": one thing after the other. */
const asChain = (tokens: readonly Token[]): Token[] => {
  const marks = tokens.filter(({ kind }) => kind !== "word" && kind !== "number" && kind !== "time");
  const isBare =
    marks.length >= 2 &&
    marks.every(({ norm }) => norm === ",") &&
    tokens.every(({ norm }) => norm.length > 2 || /^(?:s3|,|\d+)$/.test(norm)) &&
    !tokens.some(({ norm }) => verbForms(norm).some(({ form, noun }) => !noun || form === "third" || form === "ing"));
  return tokens.map((token) => (token.norm === "|" || (isBare && token.norm === ",") ? { ...token, ...arrow } : token));
};

/** What people say, without what they say while thinking, out of politeness or by mistake; `mend` rights a slip of the pen. */
export const asMeant = (tokens: readonly Token[], mend: (token: Token) => Token): Token[] => {
  const said = asChain(withoutFillers(withoutPoliteness(withoutAsides(tokens))).map(mend));
  return inPlainWords(corrected(withoutLeadIns(withoutPoliteness(said))));
};
