import {
  isKnownPlace,
  movableDesign,
  notFilteredBy,
  rankRegions,
  splitFiles,
  unknownResidency,
  weightsFor,
} from "#engine/architecture";
import { readSource } from "#features/analysis";
import type { Ctx } from "#http/context";
import { AppError } from "#http/errors";
import type { RegionsAnswer, RegionsRequest } from "./schema.ts";

const refuse = (path: string, message: string): AppError =>
  new AppError("invalid_request", "Some fields are not valid.", { errors: [{ path, message }] });

/** Regions priced for a large design: pricing takes as long as the design is large, once for each. */
const mostPricings = 12_000;

const filesIn = (content: string | undefined) => (content === undefined ? undefined : splitFiles(content));

const designOf = async (ctx: Ctx, { analysis_id, content, cloud, usage }: RegionsRequest) => {
  const files = analysis_id === undefined ? filesIn(content) : await readSource(ctx, analysis_id);
  if (files === undefined) return undefined;
  const design = movableDesign(files, { ...(cloud && { cloud }), ...(usage && { usage }) });
  if (design.resources === 0) throw refuse("content", "Declares no resource that could be priced.");
  return design;
};

const howItWasMade = [
  "Latency is the mean round trip by share of users. Measured: published medians between the nearest measured regions (July 2026). Estimated: 24 ms + 0.01558 ms for each km, off by 28 ms on average.",
  "The score is 100 × (weighted latency, price and carbon, each on its own scale); without weights 0.7, 0.25 and 0.05.",
];

const unknownPlaces = ({ users }: RegionsRequest): string[] => [
  ...new Set(
    users.flatMap(({ country, region }) => (isKnownPlace({ country, region }) ? [] : [region ?? country ?? ""])),
  ),
];

const isNothing = ({ latency = 1, cost = 1, carbon = 1 }: NonNullable<RegionsRequest["weights"]>): boolean =>
  latency + cost + carbon === 0;

/** What a caller may have meant otherwise. */
const remarksOn = ({ users, weights, residency, services }: RegionsRequest, found: number): string[] => [
  ...(found === 0 && (residency !== undefined || services !== undefined)
    ? ["No region of this cloud is where the data may stay and has all of the services."]
    : []),
  ...(users.length > 0 && users.every(({ share }) => share === 0)
    ? ["Every share is 0: no users count, and latency does not either."]
    : []),
  ...(weights !== undefined && isNothing(weights) ? ["Every weight is 0: the defaults count."] : []),
];

/** Regions of a cloud, the best first; with a design, what it costs in each. */
export const chooseRegions = async (ctx: Ctx, request: RegionsRequest): Promise<RegionsAnswer> => {
  const design = await designOf(ctx, request);
  const cloud = request.cloud ?? design?.cloud;
  if (cloud === undefined) throw refuse("cloud", "Required: aws, azure or gcp, or a design that says it");
  if (cloud === "kubernetes" || cloud === "docker") throw refuse("content", "Names no cloud: it runs in any region.");
  if (design !== undefined && design.cloud !== cloud) throw refuse("cloud", "The design is for another cloud.");

  const { users, services = [], residency, weights } = request;
  if (unknownResidency(residency).length > 0)
    throw refuse(
      "residency",
      "Names a place that is not known: EU, EEA, or an ISO 3166 code or English name of a country",
    );
  const ranked = rankRegions({ cloud, users, services, residency, weights });
  const priced = design === undefined ? 0 : Math.floor(mostPricings / design.resources);
  const here = design?.monthlyIn(design.region) ?? 0;
  const monthlyIn = (region: string, rank: number) => {
    if (design === undefined || rank >= priced) return {};
    const monthly = design.monthlyIn(region);
    return { monthly, monthly_delta: Number((monthly - here).toFixed(2)) };
  };
  return {
    cloud,
    regions: ranked.map((choice, rank) => ({ ...choice, ...monthlyIn(choice.region, rank) })),
    current: design === undefined ? null : { region: design.region, monthly: here },
    weights: weightsFor(users, weights),
    not_filtered_by: notFilteredBy(cloud, services),
    unknown_places: unknownPlaces(request),
    notes: [...remarksOn(request, ranked.length), ...(design?.unmatched ?? []), ...howItWasMade],
  };
};
