import { goalsOf } from "./design/index.ts";
import type { Goal } from "./design/index.ts";
import type { Cloud } from "./model/index.ts";
import { composeTerraform, readRequest } from "./parse/form/index.ts";
import type { DesignRequest } from "./parse/form/index.ts";
import type { SourceFile } from "./parse/index.ts";

export interface RequestedDesign {
  title: string;
  cloud: Cloud;
  region: string;
  files: SourceFile[];
  goals: Goal[];
  /** What was assumed, or could not be honoured, in sentences. */
  notes: readonly string[];
}

/** A form or a few words → the plain design that they describe, as Terraform, and what it is to become. */
export const designFromRequest = (request: DesignRequest): RequestedDesign => {
  const brief = readRequest(request);
  return {
    title: brief.title,
    cloud: brief.cloud,
    region: brief.region,
    files: composeTerraform(brief).files,
    goals: goalsOf(brief.requirements),
    notes: brief.notes,
  };
};

/** What is asked of a design whose code is given. */
export const goalsFor = (request: DesignRequest): Goal[] => goalsOf(readRequest(request).requirements);
