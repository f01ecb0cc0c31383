import { describeUsage } from "#engine/architecture";
import { optional, orNothing } from "#http/fields";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

const Text = z.string().max(5_000_000);
const Cloud = z.enum(["aws", "azure", "gcp"]);
const RegionCode = z
  .string()
  .max(40)
  .regex(/^[A-Za-z0-9 -]+$/, "Use the cloud's own code, e.g. eu-west-1");

const Place = z.string().min(1).max(60);

const UserShare = z
  .object({
    country: optional(Place).openapi({ description: "ISO 3166 code or English name: DE, Germany" }),
    region: optional(Place).openapi({ description: "A region of any cloud, near which the users are" }),
    share: z.number().min(0).max(1_000_000).default(1).openapi({
      description: "Part of all users, in any unit: shares are scaled to one, those of one place are added up",
    }),
  })
  .refine(({ country, region }) => country !== undefined || region !== undefined, {
    error: "Name a country or a region",
  })
  .openapi("UserShare");

/** Where users are: of every country there is, some in several places. */
export const UserShares = z.array(UserShare).max(300);

const Figure = z.number().min(0).max(1e12);
const UsageFigures = z.record(z.string().max(100), z.union([Figure, z.record(z.string().max(100), Figure)]));
const Profile = z.enum(["small", "medium", "large"]);

/** A form sends the object as text. */
const fromText = (value: unknown): unknown => {
  if (typeof value !== "string" || !value.trimStart().startsWith("{")) return orNothing(value);
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

const UsageWish = z
  .object({
    profile: optional(Profile),
    resources: optional(
      z.record(z.string().max(500), UsageFigures).refine((resources) => Object.keys(resources).length <= 1000, {
        error: "At most 1000 resources",
      }),
    ),
  })
  .openapi("UsageWish");

/** Names the figure that is wrong: a union alone only says that none of its forms fits. */
const usageFault = ({ errors }: { errors?: readonly (readonly z.core.$ZodIssue[])[] }): string => {
  const inner = errors?.at(-1)?.find(({ path }) => path.length > 0);
  return inner === undefined
    ? "small, medium or large, or an object with profile and resources"
    : `${inner.path.join(".")}: ${inner.path.length > 1 ? "a number from 0 to 1e12" : inner.message}`;
};

/** What is used in a month, where code cannot say it. */
export const Usage = z.preprocess(fromText, z.union([Profile, UsageWish], { error: usageFault }).optional()).openapi({
  description: [
    "What is used in a month: a profile, or an object with a profile and figures for some resources, e.g.",
    '`{"profile": "medium", "resources": {"aws_lambda_function.f": {"requests": 5000000, "duration_ms": 200}}}`.',
    "A resource is named by its address, by its block's address, by its name or logical id, or by its type for all of",
    "them. Keys are those of Infracost's usage files, also nested; short forms without `monthly_` are taken.",
    "A resource that the design does not hold and a key that its price does not depend on are told as warnings.",
    "Free allowances of an account are not taken off.",
    `\n\n${describeUsage()}`,
  ].join(" "),
});

/** All that `POST /api/analyze` takes as JSON: code or words, or the fields of the form. Unknown fields are ignored. */
export const AnalyzeRequest = z
  .object({
    content: optional(Text).openapi({
      description: "Terraform or plain words; several files joined by lines `--- File: name ---`",
    }),
    text: optional(Text),
    file_content: optional(Text),
    architecture_text: optional(z.string().max(20_000)),
    project_type: optional(z.string().max(200)),
    cloud: optional(Cloud),
    cloudProvider: optional(Cloud),
    region: optional(RegionCode),
    requirements: optional(z.array(z.string().max(200)).max(50)),
    usage: Usage,
    users: optional(UserShares),
    previous: optional(z.string().regex(/^an_[0-9a-f]{32}$/, "The id of an analysis")).openapi({
      description: "An earlier analysis: the answer's `since_last` tells what is new and what is gone",
    }),
  })
  .openapi("AnalyzeRequest", { example: examples.AnalyzeRequest });
export type AnalyzeRequest = z.infer<typeof AnalyzeRequest>;

/** The same as a form with files: documented here, read in `read-body.ts`. */
export const analyzeForm = {
  type: "object" as const,
  properties: {
    file: {
      type: "array" as const,
      items: { type: "string" as const, format: "binary" },
      description: "Terraform files, one part each",
    },
    text: { type: "string" as const },
    project_type: { type: "string" as const },
    cloud: { type: "string" as const, enum: ["aws", "azure", "gcp"] },
    region: { type: "string" as const },
    requirements: { type: "string" as const, description: "Several, separated by commas" },
    previous: { type: "string" as const, description: "Id of an earlier analysis to compare with" },
    usage: { type: "string" as const, description: "small, medium or large, or the object of the JSON body as text" },
  },
};

export const AnalyzeQuery = z.object({
  diagram: z
    .preprocess(orNothing, z.enum(["url", "inline", "none"]).default("url"))
    .openapi({ description: "Pictures as signed URLs, as data URIs, or not at all", example: "url" }),
  theme: z
    .preprocess(orNothing, z.enum(["light", "dark"]).default("light"))
    .openapi({ description: "Colours of the pictures", example: "light" }),
});
/** How the pictures of an answer are wanted. */
export type PictureWish = z.infer<typeof AnalyzeQuery>;
