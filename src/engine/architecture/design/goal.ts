import type { Model } from "../model/index.ts";
import type { Edit } from "./edit.ts";

/** Something that was asked for, e.g. high availability: whether a design has it, and what would give it to one that has not. */
export interface Goal {
  /** `high_availability` */
  id: string;
  /** "High availability" */
  label: string;
  /** `undefined` where the design has nothing that it could apply to. */
  isMet: (model: Model) => boolean | undefined;
  edits: (model: Model) => readonly Edit[];
  /** Rules whose remedy it goes without: they stay as findings. A rule of high severity is not among them. */
  spares?: (rule: string) => boolean;
}
