import type { Entry } from "./entry.ts";

/** Passages of a body, parted by empty lines; a table or a list with its heading is one. */
export const passagesOf = ({ body }: Entry): string[] => {
  const passages: string[] = [];
  for (const part of body.split(/\n{2,}/)) {
    const before = passages.at(-1);
    // A line that announces a list belongs to it.
    if (before !== undefined && before.endsWith(":") && /^(?:[-|]|\d+\.)/.test(part))
      passages[passages.length - 1] = `${before}\n\n${part}`;
    else passages.push(part);
  }
  return passages;
};

/** The first passage, which answers. */
export const leadOf = (entry: Entry): string => passagesOf(entry)[0] ?? "";

const asQuestion = (form: string): string => {
  const text = `${form.slice(0, 1).toUpperCase()}${form.slice(1)}`;
  return /[?.!]$/.test(text) ? text : `${text}?`;
};

/** A question that an entry answers, as a suggestion: one that is a sentence rather than a few words. */
export const askingFor = ({ question_forms }: Entry): string =>
  asQuestion(
    question_forms.find((form) => /^(?:how|what|why|which|when|where|can|do|should|is|are|who)\b/i.test(form)) ??
      question_forms[0] ??
      "",
  );
