import { createApp } from "./app.ts";

export { RateLimiter } from "#features/platform";

export default createApp();
