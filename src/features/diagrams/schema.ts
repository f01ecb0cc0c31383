import { Analysis } from "#features/analysis";
import { optional } from "#http/fields";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

const { architecture: Architecture } = Analysis.shape;

const sources = ["mermaid", "architecture", "content", "prompt"] as const;

/** What `POST /api/diagram` takes: exactly one thing to draw, and how. */
export const DiagramRequest = z
  .object({
    mermaid: optional(z.string().max(1_000_000)).openapi({
      description:
        "Mermaid text of up to 50,000 characters: flowchart, sequence, class, state, entity-relationship, C4 or architecture diagram",
    }),
    architecture: optional(Architecture).openapi({
      description: "`architecture` of an analysis, or one made by hand in that form",
    }),
    content: optional(z.string().max(5_000_000)).openapi({
      description: "Infrastructure as code; several files joined by lines `--- File: name ---`",
    }),
    prompt: optional(z.string().max(20_000)).openapi({ description: "A few words about a design" }),
    format: optional(z.enum(["svg", "png", "mermaid"])),
    theme: optional(z.enum(["light", "dark"])),
    scale: optional(z.number().min(1).max(4)).openapi({
      description:
        "Pixels of a PNG per unit of the drawing, by default 2; less where the PNG would have over 40 million",
    }),
    title: optional(z.string().max(200)),
  })
  .superRefine((request, context) => {
    const given = sources.filter((name) => request[name] !== undefined);
    if (given.length === 1) return;
    const message = `Send exactly one of ${sources.join(", ")}`;
    for (const name of given.length === 0 ? sources.slice(0, 1) : given)
      context.addIssue({ code: "custom", path: [name], message });
  })
  .openapi("DiagramRequest", { example: examples.DiagramRequest });
export type DiagramRequest = z.infer<typeof DiagramRequest>;
