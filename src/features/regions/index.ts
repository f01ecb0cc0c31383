export { regions } from "./routes.ts";
export { RegionsAnswer, RegionsRequest } from "./schema.ts";
export { chooseRegions } from "./service.ts";
