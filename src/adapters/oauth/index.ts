export { gitHub } from "./github.ts";
export { google } from "./google.ts";
export type { Client, OAuthFailure, Profile, Provider } from "./provider.ts";
export { OAuthError } from "./provider.ts";
