import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { RegionsAnswer, RegionsRequest } from "./schema.ts";
import { chooseRegions } from "./service.ts";

const regionsRoute = route(
  { access: "anon", maxBytes: 5_500_000 },
  {
    method: "post",
    path: "/api/regions",
    operationId: "rankRegions",
    tags: ["StackStage"],
    summary: "Regions ranked for your users: latency, price, carbon, residency; with a design, its price in each",
    request: { body: { ...json(RegionsRequest, "Where the users are, and what matters"), required: true } },
    responses: {
      200: json(RegionsAnswer, "The regions, the best first"),
      404: problemAnswer("Unknown or expired analysis"),
      422: problemAnswer("A field that is not valid"),
    },
  },
);

export const regions = createRouter().openapi(regionsRoute, async (c) =>
  c.json(await chooseRegions(c.var.ctx, c.req.valid("json")), 200),
);
