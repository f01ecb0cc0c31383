import { numberOf } from "../schedule/clock.ts";
import { normAt } from "./lexer.ts";
import type { Token } from "./lexer.ts";

const scales = new Map([
  ["hundred", 100],
  ["thousand", 1_000],
  ["million", 1_000_000],
]);
const small =
  /^(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety)$/;
const compares = /^(?:than|over|under|above|below|least|most|exceeds|exceeding)$/;

/** "one million two hundred and fifty thousand three hundred and five"; more are no number, and finite in any case. */
const mostWords = 12;

const isSmall = ({ kind, norm }: Token): boolean => kind === "number" || (kind === "word" && small.test(norm));

/** How many tokens from a place tell a number, and which one; only with "hundred" and the like, or after a comparison. */
const readAt = (tokens: readonly Token[], at: number): { length: number; value: number } | undefined => {
  let whole = 0;
  let part = 0;
  let length = 0;
  let isScaled = false;
  for (let place = at; place < Math.min(tokens.length, at + mostWords); place++) {
    const token = tokens[place];
    const scale = scales.get(token?.norm ?? "");
    if (token === undefined) break;
    if (scale !== undefined && (length > 0 || /^(?:a|one)$/.test(normAt(tokens, at)))) {
      part = Math.max(1, part) * scale;
      if (scale >= 1_000) [whole, part] = [whole + part, 0];
      isScaled = true;
    } else if (isSmall(token)) part += token.value ?? numberOf(token.norm);
    else if (token.norm === "a" && place === at && scales.has(normAt(tokens, place + 1))) part = 0;
    else if (
      !(token.norm === "and" && isScaled && tokens[place + 1] !== undefined && isSmall(tokens[place + 1] ?? token))
    )
      break;
    length++;
  }
  const counts =
    isScaled ||
    (length > 0 &&
      tokens[at]?.kind === "word" &&
      (tokens[at]?.norm === "zero" || compares.test(normAt(tokens, at - 1))));
  return counts ? { length, value: whole + part } : undefined;
};

/** "more than five hundred", "a thousand dollars": numbers that are said in words. */
export const inFigures = (tokens: readonly Token[]): Token[] => {
  let next = 0;
  return tokens.flatMap((token, at) => {
    if (at < next) return [];
    const said = readAt(tokens, at);
    if (said === undefined) return [token];
    next = at + said.length;
    const end = tokens[next - 1]?.end ?? token.end;
    return [{ ...token, kind: "number", norm: String(said.value), value: said.value, end }];
  });
};
