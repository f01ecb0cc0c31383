import file from "../architecture/availability/sla.json" with { type: "json" };
import type { Citation } from "./advice.ts";
import type { Priced } from "./priced.ts";

/** A provider's published promise. */
export interface Agreement {
  key: string;
  percent: number;
  condition: string;
}

export const agreementsAsOf = file.asOf;

/** All promises that the engine knows, in the order of its table. */
export const agreements = (): Agreement[] =>
  Object.entries(file.agreements).flatMap(([key, row]) => {
    const [percent, condition] = row;
    return typeof percent === "number" ? [{ key, percent, condition: String(condition) }] : [];
  });

/** The promise for what a thing's own first resource is, where its design alone gives none. */
export const promiseOf = ({ service, amounts }: Priced): string | undefined => {
  const wanted = [
    `${service}.${amounts.multiZone ? "multi-az" : "single-az"}`,
    `${service}.${amounts.multiZone ? "zone-redundant" : "single"}`,
    service,
  ];
  const found = agreements().filter(({ key }) => wanted.includes(key));
  const [best] = found.toSorted((a, b) => wanted.indexOf(a.key) - wanted.indexOf(b.key));
  return best === undefined ? undefined : `${best.percent} % (${best.condition})`;
};

/** An agreement as a source. */
export const citeAgreement = ({ key, condition }: Agreement): Citation => ({
  id: `sla:${key}`,
  title: `Service level agreement: ${condition} (read ${agreementsAsOf})`,
});
