import { RegionChoice } from "#features/analysis";
import { optional } from "#http/fields";
import { z } from "@hono/zod-openapi";

const Place = z.string().min(1).max(60);
const Weight = z.number().min(0).max(1_000_000);

const UserShare = z.object({
  country: optional(Place).openapi({ description: "ISO 3166 code or English name" }),
  region: optional(Place).openapi({ description: "A region of any cloud, near which the users are" }),
  share: z.number().min(0).max(1_000_000).default(1),
});

/** Where users are, and what matters. */
export const RegionsRequest = z
  .object({
    cloud: optional(z.enum(["aws", "azure", "gcp"])).openapi({ description: "Required unless a design says it" }),
    users: z.array(UserShare).max(300).default([]),
    services: optional(z.array(z.string().min(1).max(100)).max(100)).openapi({
      description: "Service ids (aws.apprunner), and `availability-zones`: regions known to lack one are left out",
    }),
    residency: optional(z.union([Place, z.array(Place).max(50)])).openapi({
      description: "EU, EEA or a country; of several one is enough",
    }),
    weights: optional(z.object({ latency: optional(Weight), cost: optional(Weight), carbon: optional(Weight) })),
    analysis_id: optional(z.string().max(100)).openapi({
      description: "A kept analysis: each region then has the price of that design",
    }),
    content: optional(z.string().max(5_000_000)).openapi({ description: "Infrastructure as code, for the same" }),
    usage: optional(z.enum(["small", "medium", "large"])),
  })
  .openapi("RegionsRequest");
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
    current: z
      .object({ region: z.string(), monthly: Money })
      .nullable()
      .openapi({ description: "The design that was sent, where it stands" }),
    not_filtered_by: z
      .array(z.string())
      .openapi({ description: "Services that were asked for and of which it is not known which regions have them" }),
    unknown_places: z
      .array(z.string())
      .openapi({ description: "Places of users that are not known: they do not count" }),
    notes: z.array(z.string()).openapi({ description: "How the figures were made" }),
  })
  .openapi("RegionsAnswer");
export type RegionsAnswer = z.infer<typeof RegionsAnswer>;
