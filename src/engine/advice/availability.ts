import { cloudLabels } from "../architecture/parse/form/clouds.ts";
import { agreements, agreementsAsOf, citeAgreement } from "./agreements.ts";
import type { Agreement } from "./agreements.ts";
import type { Advice, Citation } from "./advice.ts";
import { citeEntry } from "./cite.ts";
import { findEntry } from "./entry.ts";
import { amount, bullets, paragraphs, table } from "./markdown.ts";
import type { Reading } from "./reading.ts";
import { tokenise } from "../text/index.ts";
import { clouds } from "./things/index.ts";

/** Minutes of a month of 730 hours, and of a year of twelve of them. */
const minutes = { month: 730 * 60, year: 730 * 60 * 12 };

const nines: ReadonlyMap<string, number> = new Map([
  ["two", 99],
  ["three", 99.9],
  ["four", 99.99],
  ["five", 99.999],
  ["six", 99.9999],
]);

/** Percentages between 90 and 100 that a text names, in digits or in nines. */
const percentagesIn = (text: string): number[] => [
  ...Array.from(text.matchAll(/\b(?:9\d(?:[.,]\d{1,6})?|100)\b/g), ([digits]) => Number(digits.replace(",", "."))),
  ...Array.from(text.matchAll(/\b(?:two|three|four|five|six)(?= nines\b)/gi), ([word]) =>
    nines.get(word.toLowerCase()),
  ).filter((percent) => percent !== undefined),
];

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** "43.8 minutes", "8 hours 46 minutes". */
const lasting = (length: number): string => {
  if (length < 1) return `${round(length * 60, 1)} seconds`;
  if (length < 120) return `${round(length, 1)} minutes`;
  const whole = Math.round(length);
  const hours = Math.floor(whole / 60);
  const rest = whole - hours * 60;
  return `${amount(hours)} hours${rest === 0 ? "" : ` ${rest} minutes`}`;
};

const lost = (percent: number, of: number): string => lasting((1 - percent / 100) * of);

const lossTable = (percentages: readonly number[]): string =>
  table(
    ["Availability", "May be down in a month", "In a year"],
    percentages.map((percent) => [`${percent} %`, lost(percent, minutes.month), lost(percent, minutes.year)]),
  );

const isParallel = (text: string): boolean =>
  /\bparallel\b|\bredundan|\bcopies\b|\beither\b|\bone of them\b|\bactive[- ]active\b|\bbackup of each other\b/i.test(
    text,
  );

const compositeEntry = "ha-composite-availability";

const method = (): Citation[] => {
  const entry = findEntry(compositeEntry);
  return entry === undefined ? [] : [citeEntry(entry)];
};

const composite = (text: string, parts: readonly number[]): Advice => {
  const parallel = isParallel(text);
  const share = parallel
    ? 1 - parts.reduce((down, percent) => down * (1 - percent / 100), 1)
    : parts.reduce((up, percent) => up * (percent / 100), 1);
  const percent = round(share * 100, 6);
  const formula = parallel
    ? `1 − ${parts.map((part) => `(1 − ${round(part / 100, 8)})`).join(" × ")}`
    : parts.map((part) => `${round(part / 100, 8)}`).join(" × ");
  return {
    answer: paragraphs(
      `**${percent} %** together, ${parallel ? "where one of them is enough" : "where all of them have to be up"}: ${lost(percent, minutes.month)} a month may be lost, ${lost(percent, minutes.year)} a year.`,
      `${formula} = ${round(share, 8)}`,
      lossTable([...parts, percent]),
      parallel
        ? "This holds only where they fail independently of each other: two copies in one zone, or behind one load balancer, do not."
        : "Every part that a request has to pass lowers the whole. Copies in other zones raise it, and so does whatever the request can do without.",
    ),
    suggestions: [
      parallel ? "And in series?" : "And in parallel?",
      "How do I work out the availability of the whole system?",
      "What is the SLA of a Multi-AZ RDS?",
    ],
    citations: method(),
  };
};

const minutesOf = (percent: number): Advice => ({
  answer: paragraphs(
    `**${percent} % allows ${lost(percent, minutes.month)} of downtime a month**, ${lost(percent, minutes.year)} a year (a month of 730 hours).`,
    lossTable([...new Set([99, 99.9, 99.95, 99.99, 99.999, percent])].toSorted((a, b) => a - b)),
    "An agreement is a promise of money back, not a measurement: plan for what your own chain of services comes to.",
  ),
  suggestions: [
    `What do two services of ${percent} % come to in series?`,
    "How do I work out the availability of the whole system?",
    "Multi-zone or multi-region: which do I need?",
  ],
  citations: method(),
});

const unsaid = new Set(
  tokenise(
    "sla slas agreement service level availability uptime percent guarantee promise nines azure aws google cloud gcp amazon",
  ),
);

/** Agreements whose service or condition the words name. */
const agreementsNamed = ({ text, things, clouds: named }: Reading): Agreement[] => {
  const asked = [...new Set(tokenise(text))].filter((word) => !unsaid.has(word));
  if (asked.length === 0) return [];
  const scored = agreements().map((agreement) => {
    const own = new Set(tokenise(`${agreement.key.replaceAll(/[.-]/g, " ")} ${agreement.condition}`));
    return { agreement, shared: asked.filter((word) => own.has(word)).length };
  });
  const most = Math.max(0, ...scored.map(({ shared }) => shared));
  const wanted = named.length > 0 ? named : things.flatMap(({ cloud }) => cloud ?? []);
  return scored
    .filter(
      ({ agreement, shared }) =>
        shared === most &&
        most > 0 &&
        (wanted.length === 0 || wanted.some((cloud) => agreement.key.startsWith(`${cloud}.`))),
    )
    .map(({ agreement }) => agreement)
    .slice(0, 6);
};

const listAgreements = (found: readonly Agreement[]): Advice => {
  const [first] = found;
  const names = found.map(({ key, percent, condition }) => [
    cloudLabels[clouds.find((cloud) => key.startsWith(`${cloud}.`)) ?? "aws"],
    condition,
    `${percent} %`,
    lost(percent, minutes.month),
  ]);
  return {
    answer: paragraphs(
      first !== undefined && found.length === 1
        ? `**${first.percent} %** a month for ${first.condition}.`
        : `**It depends on how it is set up:**`,
      table(["Cloud", "Agreement for", "Availability", "May be down in a month"], names),
      bullets([
        `Read from the providers' published agreements, ${agreementsAsOf}. Read your own contract before you promise it on.`,
        "Below it you get credits, not damages.",
      ]),
    ),
    suggestions: [
      `How many minutes is ${first?.percent ?? 99.9} %?`,
      "How do I work out the availability of the whole system?",
      "Multi-zone or multi-region: which do I need?",
    ],
    citations: found.map(citeAgreement),
  };
};

/** Agreed availability of services, what several come to, and what a percentage means in minutes. */
export const answerAvailability = (reading: Reading): Advice | undefined => {
  if (!reading.wants.has("availability")) return undefined;
  const own = percentagesIn(reading.own);
  const parts = own.length > 0 ? own : percentagesIn(reading.text);
  if (parts.length > 1) return composite(reading.own, parts);
  const [only] = parts;
  if (only !== undefined) {
    const [copies] = /\b(?:two|three|2|3)\b/i.exec(reading.own.replace(/\b\w+ nines\b/gi, "")) ?? [];
    if (copies !== undefined && /\bseries\b|\bparallel\b|\bredundan|\bcopies\b/i.test(reading.own))
      return composite(
        reading.own,
        Array.from({ length: /three|3/i.test(copies) ? 3 : 2 }, () => only),
      );
    return minutesOf(only);
  }
  const found = agreementsNamed(reading);
  return found.length === 0 ? undefined : listAgreements(found);
};
