/** A stretch of a line of code that is set in one colour. */
export interface Token {
  kind: "comment" | "text" | "word" | "number" | "plain";
  text: string;
}

type Language = "terraform" | "json" | "yaml" | "text";

const rest = /[^"#/\d\w]+|\w+|./;
const quoted = /(?<text>"(?:[^"\\]|\\.)*"?)/;
const numeral = /(?<number>\b\d+(?:\.\d+)?\b)/;

const anyOf = (...patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source }) => source).join("|"), "g");

const patterns: Readonly<Record<Language, RegExp>> = {
  terraform: anyOf(
    /(?<comment>(?:#|\/\/).*$)/,
    quoted,
    /(?<word>(?<![\w.])(?:resource|variable|output|provider|data|module|locals|terraform|dynamic|for|in|if|true|false|null)\b)/,
    numeral,
    rest,
  ),
  json: anyOf(/(?<word>"(?:[^"\\]|\\.)*"(?=\s*:))/, quoted, numeral, rest),
  yaml: anyOf(
    /(?<comment>(?<=^|\s)#.*$)/,
    /(?<word>(?<=^\s*(?:- )*)[\w.'-]+(?::[\w:]+)?(?=:(?:\s|$)))/,
    quoted,
    /(?<number>(?<=[\s[,])\d+(?:\.\d+)?(?=[\s\],]|$))/,
    rest,
  ),
  // A language that we know nothing of but that it has comments and quotes.
  text: anyOf(/(?<comment>(?<=^|\s)(?:#|\/\/).*$)/, quoted, numeral, rest),
};

const kinds = ["comment", "text", "word", "number"] as const;

/** The tokens of one line; neighbours of one kind are one. */
export const tokensOf = (line: string, language: Language): Token[] => {
  const tokens: Token[] = [];
  for (const match of line.matchAll(patterns[language])) {
    const kind = kinds.find((name) => match.groups?.[name] !== undefined) ?? "plain";
    const last = tokens.at(-1);
    if (last?.kind === kind) last.text += match[0];
    else tokens.push({ kind, text: match[0] });
  }
  return tokens;
};
