import type { Clause } from "./clauses.ts";
import type { Known } from "./known.ts";
import type { Reading } from "./reading.ts";
import type { Wanted } from "./resolve.ts";

/** "read it", of the file that has been uploaded. */
export const fileOf = (
  reading: Reading,
  clause: Clause,
  known: Known,
  used: ReadonlySet<string>,
): Wanted | undefined => {
  const tool = known.tools.get("aws-s3");
  const said = reading.tokens
    .slice(clause.head.at + 1, clause.head.at + 4)
    .map(({ norm }) => norm)
    .join(" ");
  if (
    tool === undefined ||
    !used.has(tool.id) ||
    !/^(?:it|(?:the |its )?(?:\S+ )?(?:file|content|contents|csv|object|document|rows|lines|data))(?: |$)/.test(said)
  )
    return undefined;
  const action = tool.actions.find(({ id }) => id === "get_object");
  return action === undefined ? undefined : { tool, action, clause, source: true };
};
