import { corrected } from "./corrections.ts";
import { inFigures } from "./figures.ts";
import { normAt } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import { asChain, asCondition, inPlainWords, withAsking, withoutFrame, withRegistering } from "./rewording.ts";
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

/** What people say, without what they say while thinking, out of politeness or by mistake; `mend` rights a slip of the pen. */
export const asMeant = (tokens: readonly Token[], mend: (token: Token) => Token): readonly Token[] => {
  const heard = [withoutAsides, withoutPoliteness, withoutFillers].reduce<readonly Token[]>(
    (said, read) => read(said),
    tokens,
  );
  return [
    asChain,
    withoutFrame,
    withoutPoliteness,
    withoutLeadIns,
    corrected,
    inPlainWords,
    withRegistering,
    withAsking,
    inFigures,
    asCondition,
  ].reduce<readonly Token[]>((said, read) => read(said), heard.map(mend));
};
