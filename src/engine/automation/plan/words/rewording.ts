import { isCommand } from "./corrections.ts";
import { normAt } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import { verbForms } from "./verbs.ts";
import words from "./words.json" with { type: "json" };
import { is } from "./words-of-kind.ts";

const writers = /^(?:ai|llm|gpt|chatgpt|claude|gemini|openai|mistral|bedrock|model|copilot)$/;

/** "get an AI to write …": it is asked. */
export const withAsking = (tokens: readonly Token[]): Token[] =>
  tokens.map((token, at) => {
    const to = [2, 3, 4].find((step) => normAt(tokens, at + step) === "to");
    const isWriter = to !== undefined && writers.test(normAt(tokens, at + to - 1));
    return /^(?:get|want|like|need)$/.test(token.norm) && isWriter ? { ...token, norm: "ask" } : token;
  });

/** "check if the total is over 500 and if it is then ping us": that is one condition. */
export const asCondition = (tokens: readonly Token[]): Token[] => {
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
export const withoutFrame = (tokens: readonly Token[]): Token[] => {
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
export const withRegistering = (tokens: readonly Token[]): Token[] => {
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

const sayings = Object.entries(words.sayings)
  .map(([phrase, meant]) => [phrase.split(" "), meant.split(" ")] as const)
  .toSorted(([one], [other]) => other.length - one.length);

/** "calls off" is "cancels": what several words mean in one that is known. */
export const inPlainWords = (tokens: readonly Token[]): Token[] => {
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
export const asChain = (tokens: readonly Token[]): Token[] => {
  const marks = tokens.filter(({ kind }) => kind !== "word" && kind !== "number" && kind !== "time");
  const isBare =
    marks.length >= 2 &&
    marks.every(({ norm }) => norm === ",") &&
    tokens.every(({ norm }) => norm.length > 2 || /^(?:s3|,|\d+)$/.test(norm)) &&
    !tokens.some(({ norm }) => verbForms(norm).some(({ form, noun }) => !noun || form === "third" || form === "ing"));
  return tokens.map((token) => (token.norm === "|" || (isBare && token.norm === ",") ? { ...token, ...arrow } : token));
};
