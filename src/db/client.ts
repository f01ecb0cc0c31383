import { drizzle } from "drizzle-orm/d1";

/** The relational store of one environment. */
export const openDb = (env: Cloudflare.Env) => drizzle(env.DB);
