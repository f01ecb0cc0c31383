import type { Cloud } from "../architecture/model/index.ts";
import { cloudOf } from "../architecture/parse/form/clouds.ts";
import { regionOf } from "../architecture/parse/form/places.ts";
import { findPhrases, once, splitWords, vocabularyOf } from "../architecture/parse/form/words.ts";
import { findSize, readAmounts, wholeNumber } from "./amounts.ts";
import type { AnalysedDesign, Persona } from "./advice.ts";
import { findThings, kinds } from "./things/index.ts";
import type { Amounts, NamedThing } from "./things/index.ts";

/** What a question asks for. */
export type Want =
  | "price"
  | "compare"
  | "region"
  | "draw"
  | "code"
  | "equivalent"
  | "availability"
  | "reason"
  | "steps";

/** A thing that a question names, with the quantities that stand beside it. */
export interface AskedThing extends NamedThing {
  own: Partial<Amounts>;
}

/** A question as understood: by itself, or with what it carries on from. */
export interface Reading {
  /** All that it is about, for searching. */
  text: string;
  /** The question alone. */
  own: string;
  words: readonly string[];
  wants: ReadonlySet<Want>;
  clouds: readonly Cloud[];
  cloud: Cloud | undefined;
  things: readonly AskedThing[];
  asked: Partial<Amounts>;
  /** It went on from an earlier question. */
  isFollowUp: boolean;
  persona: Persona | undefined;
  analysis: AnalysedDesign | undefined;
}

const cues: Readonly<Record<Want, RegExp>> = {
  price:
    /\bhow much\b(?! (?:data|memory|ram|cpu|capacity|space|storage|bandwidth|headroom|redundancy|traffic|time|downtime|work|effort)\b)|\b(?:what|wat) (?:does|do|would|will|is|are)\b.*\b(?:costs?|prices?)\b|\b(?:price|prices|costs?|pricing|estimate|monthly (?:cost|price|bill))\s+(?:of|for|to run)\b|\bpricing\b|\bcheapest\b|\bcosts? me\b|ราคา|เท่าไหร่|กี่บาท/i,
  compare:
    /\bvs\.?\b|\bversus\b|\bcompare[ds]?\b|\bcomparison\b|\bor\b|\bdifferences?\b|\bbetter than\b|\bcheaper than\b|\bagainst\b/i,
  region:
    /\bregions?\b|\blatency\b|\bwhere (?:should|do|can|to|shall|is the best place)\b.*\b(?:host|hosted|deploy|run|put|place|server|servers|store)\b|\b(?:closest|nearest)\b|\bdata ?cent(?:er|re)s?\b|\blocation\b|ภูมิภาค/i,
  draw: /\b(?:draw|diagram|sketch|picture|visuali[sz]e)\b|^(?:please |can you |could you |i need |i want |give me |show me )*(?:to )?(?:design|build|create|make|generate|propose|suggest|plan|an? )\b.*\b(?:architecture|app|application|system|platform|site|website|shop|store|api|backend|pipeline|infrastructure|design|solution|setup)\b|\b(?:reference )?architecture for\b|วาด|ออกแบบ/i,
  code: /\b(?:terraform|hcl|code|snippet)\b(?!.*\bstate\b)|\bas code\b|โค้ด/i,
  equivalent:
    /\bequivalents?\b|\bcounterparts?\b|\bcalled (?:on|in)\b|\bcorresponds?\b|\bsame (?:thing )?(?:as|on|in)\b|\bversion of\b|\balternatives? (?:to|of|for)\b|^(?:so )?(?:what|which)(?: service)?(?: is| are|'s)(?! [\w ./-]{0,40}\b(?:costs?|prices?|pricing|slas?|uptime|availability|regions?|latency)\b) [\w ./-]{1,40} (?:on|in|at|for) (?:aws|azure|gcp|google cloud|amazon|google|microsoft)\b|\bdoes (?:aws|azure|gcp|google cloud|google|amazon|microsoft) have\b/i,
  availability:
    /\bslas?\b|\bnines\b|\b9\d(?:\.\d+)?\s*%|\b99(?:\.\d+)?\b|\bservice level agreement\b|\bcomposite availability\b|\bdowntime\b.*\b(?:minutes|hours|allowed|per|a) ?(?:year|month)?\b/i,
  reason:
    /^(?:but |and )?why\b|\bwhat(?:'s| is) wrong with\b|\bis it (?:bad|safe|ok|okay|dangerous|a problem)\b|\bwhat(?:'s| is) the risk\b|\bwhy (?:should|must|is|does|do|would)\b/i,
  steps: /\bhow (?:do|can|should|to)\b|\bsteps?\b/i,
};

/** About spending less or spending at all: knowledge answers that, not a price. */
const advising =
  /\b(?:reduce|reducing|save|saving|cut|cutting|lower|lowering|too (?:high|expensive|much)|under control|optimi[sz]\w*|break[- ]?even|doubled|why)\b/i;

const wantsOf = (text: string): Set<Want> => {
  const wants = new Set<Want>();
  // Object.keys forgets the key type of a Record.
  for (const want of Object.keys(cues) as Want[]) if (cues[want].test(text)) wants.add(want);
  if (advising.test(text)) wants.delete("price");
  return wants;
};

const cloudNames = once(() =>
  vocabularyOf<Cloud>({
    aws: "aws, amazon, amazon web services",
    azure: "azure, microsoft, microsoft azure",
    gcp: "gcp, google, google cloud, google cloud platform",
  }),
);

/** Clouds by name, each once, in the text's order. */
export const cloudsNamed = (words: readonly string[]): Cloud[] => [
  ...new Set(findPhrases(words, cloudNames()).map(({ meaning }) => meaning)),
];

/** A class or a size says what it is a size of, where nothing else is named. */
const thingOfSize = (text: string): NamedThing[] => {
  const found = findSize(text);
  if (found === undefined) return [];
  const { cloud, size } = found;
  const kind = /^db[.-]|^(?:GP|MO|B)_/.test(size) ? "postgres" : size.startsWith("cache.") ? "cache" : "vm";
  return [{ kind, cloud }];
};

const isSame = (a: NamedThing, b: NamedThing): boolean => a.kind === b.kind && a.cloud === b.cloud;

/** Words that say more exactly which kind is meant: "Postgres" before the "database" after it. */
const general: ReadonlySet<string> = new Set([
  "instance",
  "server",
  "machine",
  "database",
  "db",
  "disk",
  "volume",
  "container",
  "containers",
  "firewall",
  "topic",
  "logs",
  "logging",
  "secret",
  "ssd",
]);

const joints: ReadonlySet<string> = new Set(["and", "plus", "or"]);

interface Span {
  from: number;
  to: number;
}

/** Words that belong to each of several things: up to the last "and" before the next one. */
const partsOf = (words: readonly string[], spans: readonly Span[]): string[] =>
  spans.map(({ to }, index) => {
    const before = spans[index - 1];
    const next = spans[index + 1];
    const begin = before === undefined ? 0 : jointBetween(words, before.to, spans[index]?.from ?? to);
    return words.slice(begin, next === undefined ? words.length : jointBetween(words, to, next.from)).join(" ");
  });

const jointBetween = (words: readonly string[], from: number, to: number): number => {
  for (let at = to - 1; at >= from; at--) if (joints.has(words[at] ?? "")) return at;
  return from;
};

const quantities = (part: string, words: readonly string[], { from }: Span): Partial<Amounts> => {
  const count = wholeNumber(words[from - 1]);
  return { ...(count !== undefined && { count }), ...readAmounts(part) };
};

const joint = /,|\+|\b(?:and|plus)\b/i;

/** Whether some of what is named comes in sizes of this kind: a cluster of `m5.large` nodes. */
const comesAs = (named: readonly NamedThing[], { kind }: NamedThing): boolean =>
  named.some((one) => {
    const sizes = Object.values(kinds[one.kind].products).flatMap(({ usual }) => usual.size ?? []);
    return one.kind === kind || sizes.some((size) => thingOfSize(size)[0]?.kind === kind);
  });

/** "3 t3.micro and a Postgres": a size with nothing else between the joints is a thing of its own. */
const sizedApart = (text: string, named: readonly NamedThing[]): { apart: AskedThing[]; rest: string } => {
  const apart: AskedThing[] = [];
  const rest = text.split(joint).filter((part) => {
    const [thing] = findThings(splitWords(part)).length > 0 ? [] : thingOfSize(part);
    if (thing === undefined || comesAs(named, thing)) return true;
    apart.push({ ...thing, own: readAmounts(part) });
    return false;
  });
  return { apart, rest: rest.join(" and ") };
};

const thingsIn = (text: string): AskedThing[] => {
  const named = namedIn(text);
  const { apart, rest } = named.length > 0 ? sizedApart(text, named) : { apart: [], rest: text };
  return apart.length > 0 ? [...apart, ...namedIn(rest)] : named;
};

const namedIn = (text: string): AskedThing[] => {
  const words = splitWords(text);
  const found = findThings(words);
  const exact = found.filter(({ from, to }) => !(to - from === 1 && general.has(words[from] ?? "")));
  const kept = exact.length > 0 ? exact : found;
  if (kept.length === 0) return thingOfSize(text).map((thing) => ({ ...thing, own: readAmounts(text) }));
  const parts = partsOf(words, kept);
  const things: AskedThing[] = [];
  for (const [index, { kind, cloud, from, to }] of kept.entries())
    if (!things.some((known) => isSame(known, { kind, cloud })))
      things.push({ kind, cloud, own: quantities(parts[index] ?? "", words, { from, to }) });
  const [only] = things;
  if (only === undefined || things.length > 1) return things;
  return [{ ...only, own: { ...only.own, ...readAmounts(text) } }];
};

/** Understands a question by itself. */
export const readQuestion = (text: string, about: Pick<Reading, "persona" | "analysis">): Reading => {
  const words = splitWords(text);
  const things = thingsIn(text);
  const count = things[0]?.own.count;
  const clouds = cloudsNamed(words);
  const asked = readAmounts(text);
  return {
    text,
    own: text,
    words,
    wants: wantsOf(text),
    clouds,
    cloud:
      clouds[0] ?? findSize(text)?.cloud ?? things.find(({ cloud }) => cloud !== undefined)?.cloud ?? cloudOf(words),
    things,
    asked: { ...(count !== undefined && { count }), ...asked },
    isFollowUp: false,
    ...about,
  };
};

/** The region that a question names, as a code of a cloud. */
export const regionIn = ({ text, own }: Pick<Reading, "text" | "own">, cloud: Cloud): string | undefined =>
  regionOf(splitWords(own), cloud) ?? regionOf(splitWords(text), cloud);
