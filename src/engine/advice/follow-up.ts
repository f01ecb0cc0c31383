import type { Question } from "./advice.ts";
import { readQuestion } from "./reading.ts";
import type { Reading, Want } from "./reading.ts";
import { tokenise } from "../text/index.ts";

/** Questions before this one that are looked at. */
const maxTurns = 6;

const opening =
  /^(?:and|but|so|ok(?:ay)?|then|now|also|what about|how about|what if|same|instead|only|with|without|in|on|for|or)\b|^แล้ว/i;

/** Words that change one side of a question and name no subject of their own. */
const facets = new Set(
  tokenise(
    "code terraform cost costs price pricing cheaper cheapest diagram picture draw steps step example region latency why how detail details explain longer shorter month year other others cloud clouds instead first more aws amazon azure microsoft gcp google same those that it architecture table yaml hcl availability sla",
  ),
);

/** Changes how an answer is given, not what it is about. */
const topicWants: readonly Want[] = ["price", "compare", "region", "draw", "equivalent", "availability", "reason"];

/** Words of a question that name a subject of its own. */
const subjectsOf = ({ own }: Reading): string[] =>
  tokenise(own).filter((word) => !facets.has(word) && !/^\d/.test(word));

const isShort = (reading: Reading): boolean => {
  const left = subjectsOf(reading);
  if (left.length === 0) return true;
  if (opening.test(reading.own.trim()) && left.length <= 3) return true;
  // Only a place, only a thing: "in Frankfurt", "Lambda?"
  return left.length <= 1 && reading.words.length <= 3;
};

/** One question carried on by the next: the subject stays where the next names none, what it names takes its place. */
const carryOn = (before: Reading, next: Reading): Reading => {
  const turned = topicWants.filter((want) => next.wants.has(want));
  const asksCost = /\b(?:cost|costs|price|pricing|expensive)\b/i.test(next.own);
  const wants = new Set(turned.length > 0 ? next.wants : [...before.wants, ...next.wants]);
  if (asksCost && next.things.length === 0 && before.things.length > 0 && !before.wants.has("draw")) {
    wants.delete("equivalent");
    wants.add("price");
  }
  if (before.wants.has("draw") && next.things.length === 0) wants.add("draw");
  const cloud = next.cloud ?? before.cloud;
  const moved = next.cloud !== undefined && next.cloud !== before.cloud;
  const subjects = next.things.length > 0 ? next.things : before.things;
  const things =
    moved && next.things.length === 0
      ? subjects.map(({ kind, own: { size: _own, ...own } }) => ({ kind, cloud, own }))
      : subjects;
  const { size: _size, ...sizeless } = before.asked;
  return {
    ...next,
    text: subjectsOf(next).length === 0 ? before.text : `${before.text}\n${next.own}`,
    wants,
    cloud,
    clouds: next.clouds.length > 0 ? next.clouds : before.clouds,
    things: things.filter(({ kind }, index) => !moved || things.findIndex((thing) => thing.kind === kind) === index),
    asked: { ...(moved ? sizeless : before.asked), ...next.asked },
    isFollowUp: true,
  };
};

/** Understands a question with what was said before it. */
export const understandQuestion = ({ text, history, persona, analysis }: Question): Reading => {
  const about = { persona, analysis };
  const asked = history
    .filter(({ role }) => role === "user")
    .slice(-maxTurns)
    .map(({ content }) => readQuestion(content, about));
  let subject: Reading | undefined;
  for (const turn of [...asked, readQuestion(text, about)])
    subject = subject !== undefined && isShort(turn) ? carryOn(subject, turn) : turn;
  return subject ?? readQuestion(text, about);
};
