import type { CloudGoals } from "./cloud-goals.ts";

export const gcpGoals: CloudGoals = {};
