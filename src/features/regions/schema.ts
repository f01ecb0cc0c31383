import { RegionChoice, Usage, UserShares } from "#features/analysis";
import { optional } from "#http/fields";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

const Place = z.string().min(1).max(60);
const Weight = z.number().min(0).max(1_000_000);

/** Where users are, and what matters. */
export const RegionsRequest = z
  .object({
    cloud: optional(z.enum(["aws", "azure", "gcp"])).openapi({ description: "Required unless a design says it" }),
    users: UserShares.default([]),
    services: optional(z.array(z.string().min(1).max(100)).max(100)).openapi({
      description: "Service ids (aws.apprunner), and `availability-zones`: regions known to lack one are left out",
    }),
    residency: optional(z.union([Place, z.array(Place).max(50)])).openapi({
      description: "EU, EEA or a country; of several one is enough",
    }),
    // Strict: a name that is not one of these would be an order that counts for nothing.
    weights: optional(
      z.strictObject({ latency: optional(Weight), cost: optional(Weight), carbon: optional(Weight) }),
    ).openapi({
      description: "What matters how much, in any unit. One that is left out has its default: 0.7, 0.25 and 0.05",
    }),
    analysis_id: optional(z.string().max(100)).openapi({
      description: "A kept analysis: each region then has the price of that design",
    }),
    content: optional(z.string().max(5_000_000)).openapi({ description: "Infrastructure as code, for the same" }),
    usage: Usage,
  })
  .openapi("RegionsRequest", { example: examples.RegionsRequest });
export type RegionsRequest = z.infer<typeof RegionsRequest>;

const Money = z.number();

export const RegionsAnswer = z
  .object({
    cloud: z.enum(["aws", "azure", "gcp"]),
    regions: z.array(
      RegionChoice.extend({
        monthly: Money.optional().openapi({ description: "What the design that was sent costs there" }),
        monthly_delta: Money.optional().openapi({ description: "Against where it stands now" }),
      }),
    ),
    weights: z.object({ latency: z.number(), cost: z.number(), carbon: z.number() }).openapi({
      description: "What the score was made with: they sum to one; without a known place latency has none",
    }),
    current: z
      .object({ region: z.string(), monthly: Money })
      .nullable()
      .openapi({ description: "The design that was sent, where it stands" }),
    not_filtered_by: z
      .array(z.string())
      .openapi({ description: "Services that were asked for and of which it is not known which regions have them" }),
    unknown_places: z
      .array(z.string())
      .openapi({ description: "Places of users that are not known, each once: they do not count" }),
    notes: z.array(z.string()).openapi({ description: "How the figures were made" }),
  })
  .openapi("RegionsAnswer", { example: examples.RegionsAnswer });
export type RegionsAnswer = z.infer<typeof RegionsAnswer>;
