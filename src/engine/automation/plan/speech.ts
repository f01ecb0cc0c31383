import { inFigures } from "./figures.ts";
import { normAt } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import { verbForms } from "./verbs.ts";
import { is } from "./words-of-kind.ts";
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

/** "add them", "make a meeting", and not "a call". */
const isCommand = (tokens: readonly Token[], at: number): boolean =>
  verbForms(normAt(tokens, at)).some(
    ({ form, noun }) =>
      form === "base" && (!noun || is.determiner.has(normAt(tokens, at + 1)) || is.pronoun.has(normAt(tokens, at + 1))),
  );

const writers = /^(?:ai|llm|gpt|chatgpt|claude|gemini|openai|mistral|bedrock|model|copilot)$/;

/** "get an AI to write …": it is asked. */
const asked = (tokens: readonly Token[]): Token[] =>
  tokens.map((token, at) => {
    const to = [2, 3, 4].find((step) => normAt(tokens, at + step) === "to");
    const isWriter = to !== undefined && writers.test(normAt(tokens, at + to - 1));
    return /^(?:get|want|like|need)$/.test(token.norm) && isWriter ? { ...token, norm: "ask" } : token;
  });

/** "check if the total is over 500 and if it is then ping us": that is one condition. */
const asCondition = (tokens: readonly Token[]): Token[] => {
  const checked = tokens.findIndex(
    ({ norm }, at) => /^(?:check|see|verify|look)$/.test(norm) && /^(?:if|whether|that)$/.test(normAt(tokens, at + 1)),
  );
  if (checked < 0) return [...tokens];
  for (let at = checked + 3; at < Math.min(tokens.length, checked + 18) && tokens[at]?.kind !== "mark"; at++) {
    const said = [0, 1, 2, 3].map((step) => normAt(tokens, at + step)).join(" ");
    const length = /^and if (?:it|they) (?:is|are|does|do|has|was)$/.test(said)
      ? 4
      : /^and if (?:so|yes|true) /.test(`${said} `)
        ? 3
        : 0;
    const then = normAt(tokens, at + length);
    if (length === 0 || !(then === "then" || then === "," || isCommand(tokens, at + length))) continue;
    const head = tokens[checked + 1];
    const comma = tokens[at];
    if (head === undefined || comma === undefined) break;
    return [
      ...tokens.slice(0, checked),
      { ...head, norm: "if" },
      ...tokens.slice(checked + 2, at),
      { ...comma, kind: "mark", norm: "," },
      ...tokens.slice(then === "," || then === "then" ? at + length + 1 : at + length),
    ];
  }
  return [...tokens];
};

const meantFlow = /^(?:flow|workflow|automation|job)$/;

/** "let me start by hand a flow that lists …": what the flow does is asked for. */
const withoutFrame = (tokens: readonly Token[]): Token[] => {
  const lets = tokens.findIndex(
    ({ norm }, at) =>
      norm === "let" &&
      normAt(tokens, at + 1) === "me" &&
      /^(?:start|run|trigger|launch)$/.test(normAt(tokens, at + 2)),
  );
  const end = lets < 0 ? -1 : tokens.findIndex(({ norm }, at) => at > lets && at < lets + 10 && norm === "that");
  return end > 0 && meantFlow.test(normAt(tokens, end - 1))
    ? tokens.filter((_, at) => at < lets || at > end - 2)
    : [...tokens];
};

/** "sign them up for …" is one verb. */
const registered = (tokens: readonly Token[]): Token[] => {
  const kept = [...tokens];
  for (const [at, token] of tokens.entries()) {
    if (token.norm !== "sign") continue;
    const up = [2, 3].find((step) => normAt(tokens, at + step) === "up");
    if (up === undefined || !(is.pronoun.has(normAt(tokens, at + 1)) || is.determiner.has(normAt(tokens, at + 1))))
      continue;
    kept[at] = { ...token, norm: "register" };
    kept[at + up] = { ...token, norm: "" };
  }
  return kept.filter(({ norm }) => norm !== "");
};

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
const corrected = (tokens: readonly Token[]): Token[] => {
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

const sayings = Object.entries(words.sayings)
  .map(([phrase, meant]) => [phrase.split(" "), meant.split(" ")] as const)
  .toSorted(([one], [other]) => other.length - one.length);

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
  return asCondition(
    inFigures(asked(registered(inPlainWords(corrected(withoutLeadIns(withoutPoliteness(withoutFrame(said)))))))),
  );
};
