export { limit } from "./limit.ts";
export { RateLimiter } from "./rate-limiter.do.ts";
export { createPlatform } from "./routes.ts";
