export { gitHub } from "./github.ts";
export { google } from "./google.ts";
export type { OAuthFailure, Provider } from "./provider.ts";
export { OAuthError } from "./provider.ts";
