import type { Analysis } from "./schema.ts";

type Architecture = Analysis["architecture"];

/** More than any box or frame shows. */
const longest = 300;
/** Marks above and below one letter; Vietnamese has two, Tibetan a few more. */
const stackedMarks = /(\p{M}{6})\p{M}+/gu;

const legible = (text: string): string =>
  (text.length <= longest ? text : text.slice(0, longest).toWellFormed()).replaceAll(stackedMarks, "$1");

/** An architecture with no more of each name and label than a picture can show: measuring a text costs its length. */
export const withLegibleTexts = (architecture: Architecture): Architecture => ({
  ...architecture,
  region: legible(architecture.region),
  components: architecture.components.map((component) => ({
    ...component,
    name: legible(component.name),
    ...(component.detail !== undefined && { detail: legible(component.detail) }),
  })),
  groups: architecture.groups.map((group) => ({ ...group, label: legible(group.label) })),
  links: architecture.links.map((link) => ({
    ...link,
    ...(link.label !== undefined && { label: legible(link.label) }),
  })),
});
