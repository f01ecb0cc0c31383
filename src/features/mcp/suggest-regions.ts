import { chooseRegions, RegionsAnswer, RegionsRequest } from "#features/regions";
import { validate } from "#http/errors";
import { optional } from "#http/fields";
import { z } from "zod";
import { clip, excerpt, inline, plain } from "./excerpt.ts";
import { defineTool } from "./tool.ts";
import { AnalysisIdField, UsageField, UsersField } from "./design-input.ts";

const usualCount = 8;
const room = 20_000;

const Weight = z.number().min(0).max(1_000_000);

const Input = z.object({
  cloud: optional(z.enum(["aws", "azure", "gcp"])).describe("Required unless content or analysis_id says it"),
  users: UsersField,
  services: optional(z.array(z.string().min(1).max(100)).max(100)).describe(
    "Regions known to lack one are left out: service ids like aws.apprunner, and availability-zones",
  ),
  residency: optional(z.array(z.string().min(1).max(60)).max(50)).describe(
    "Where the data may stay: EU, EEA or countries; one of several is enough",
  ),
  weights: optional(
    z.strictObject({ latency: optional(Weight), cost: optional(Weight), carbon: optional(Weight) }),
  ).describe("What matters how much, in any unit; 0.7, 0.25 and 0.05 unless given"),
  content: optional(z.string().max(5_000_000)).describe("Infrastructure as code: each region then has its price there"),
  analysis_id: AnalysisIdField.describe("A kept analysis, for the same"),
  usage: UsageField,
  limit: optional(z.int().min(1).max(100)).describe(`How many regions to list, ${usualCount} unless given`),
});

const Output = RegionsAnswer.extend({
  left_out: z.int().describe("Regions that were ranked and are not listed: a higher limit lists them"),
});

const dollars = (amount: number): string => `${amount < 0 ? "-" : ""}$${Math.abs(amount).toFixed(2)}`;

export const suggestRegions = defineTool({
  name: "suggest_regions",
  title: "Suggest regions",
  description: [
    "Ranks the regions of AWS, Azure or Google Cloud for where the users are: latency, price level, carbon and data residency,",
    "with the reason for each. With code or an analysis it also tells what that design costs in each region.",
    "Use it for 'where should this run'. Nothing is stored.",
  ].join(" "),
  input: Input,
  output: Output,
  access: "anon",
  limit: "write",
  effect: "none",
  run: async (ctx, { limit = usualCount, ...request }) => {
    const answer = await chooseRegions(ctx, validate(RegionsRequest, request));
    const { shown, left } = excerpt(answer.regions, limit, room);
    const places = answer.unknown_places.slice(0, 20).map((place) => clip(place, 60));
    const notes = answer.notes.slice(0, 10).map((note) => clip(note, 400));
    const current = answer.current;
    return {
      text: [
        `Regions of ${answer.cloud}, the best first (score of 100; weights: latency ${answer.weights.latency}, cost ${answer.weights.cost}, carbon ${answer.weights.carbon}).`,
        ...(current === null
          ? []
          : [`The design is in ${inline(current.region)} and costs ${dollars(current.monthly)}/month there.`]),
        ...shown.map(
          ({ region, score, why, monthly, monthly_delta: delta }) =>
            `- ${region}: ${score}. ${plain(why)}${monthly === undefined || delta === undefined ? "" : ` The design costs ${dollars(monthly)}/month (${delta < 0 ? "" : "+"}${dollars(delta)}).`}`,
        ),
        ...(left > 0 ? [`- … ${left} more: ask with a higher limit`] : []),
        ...(places.length > 0
          ? [`Places that are not known and do not count: ${places.map((place) => inline(place)).join(", ")}`]
          : []),
        ...(answer.not_filtered_by.length > 0
          ? [
              `It is not known which regions have: ${answer.not_filtered_by
                .slice(0, 20)
                .map((id) => inline(id))
                .join(", ")}`,
            ]
          : []),
        ...notes.map((note) => plain(note)),
      ].join("\n"),
      structured: { ...answer, regions: shown, unknown_places: places, notes, left_out: left },
    };
  },
});
