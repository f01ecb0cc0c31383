export { artifacts } from "./routes.ts";
export { dropArtifacts, keepArtifact, signArtifact } from "./service.ts";
