import type { Action, Input } from "../catalogue/tool.ts";
import type { Clause } from "./clauses/clauses.ts";
import type { Start } from "./trigger/event.ts";
import type { Known } from "./words/known.ts";
import type { Value } from "./plan.ts";
import { lineOf } from "./words/reading.ts";
import type { Reading } from "./words/reading.ts";
import type { Wanted } from "./actions/wanted.ts";

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
    // "check it for anything rude"
    said.startsWith("it for ") ||
    !/^(?:it|(?:the |its )?(?:\S+ )?(?:file|content|contents|csv|object|document|rows|lines|data))(?: |$)/.test(said)
  )
    return undefined;
  const action = tool.actions.find(({ id }) => id === "get_object");
  return action === undefined ? undefined : { tool, action, clause, source: true };
};

const isTextInput = ({ type, required, takes, name }: Input): boolean =>
  type === "text" && required && takes.includes("text") && name !== "key";

/** What takes the text of a file: to sum it up, to translate it, to tell its mood. */
const takesText = ({ tool, action }: Wanted): boolean =>
  tool.category === "ai" && action.id !== "generate_image" && action.inputs.some(isTextInput);

/** What gives a text by itself. */
const givesText = ({ tool, action }: Wanted): boolean =>
  tool.id === "aws-textract" || /^(?:get_object|get_transcription|start_transcription|read_)/.test(action.id);

const scanned = /(?<!\p{L})(?:pdfs?|scans?|scanned|receipts?|images?|photos?|pictures?|screenshots?)(?!\p{L})/u;
const isFile =
  /(?<!\p{L})(?:files?|originals?|videos?|images?|pictures?|photos?|recordings?|documents?|pdfs?|attachments?|csvs?)(?!\p{L})/u;

const isUpload = ({ trigger }: Start): boolean => trigger.tool === "aws-s3" && trigger.event === "ObjectCreated";

/** Where the generator puts what stands in the file that an event of S3 names. */
const content: Value = { kind: "reference", from: "trigger", path: ["s3", "object", "content"] };

/**
 * An event of S3 tells the name of a file only: a step that works on what stands in it, or passes it on, is given its content,
 * where no step before has made something of it.
 */
export const contentOf = (
  reading: Reading,
  wanted: readonly Wanted[],
  at: number,
  input: Input,
  start: Start,
): Value | undefined => {
  const one = wanted[at];
  if (one === undefined || !isUpload(start)) return undefined;
  const before = wanted.slice(0, at);
  const isMade = before.some(({ tool }) => tool.category === "ai");
  if (input.type === "text")
    return takesText(one) && isTextInput(input) && !isMade && !before.some(givesText) ? content : undefined;
  const isPassedOn = input.type === "file" && one.tool.id !== "aws-s3" && !before.some(({ action }) => reads(action));
  return isPassedOn && (!isMade || isFile.test(lineOf(reading, one.clause))) ? content : undefined;
};

const reads = ({ id }: Action): boolean => id === "get_object" || id === "download_object";

/** What of a file the steps do not get. */
export const unreadOf = (reading: Reading, wanted: readonly Wanted[], start: Start): string[] => {
  if (!isUpload(start)) return [];
  const event = start.clause === undefined ? "" : lineOf(reading, start.clause);
  const begun = wanted.findIndex(({ action }) => action.id === "start_transcription");
  const isScan =
    scanned.test(event) &&
    wanted.some((one, at) =>
      one.action.inputs.some((input) => takesText(one) && contentOf(reading, wanted, at, input, start) !== undefined),
    );
  return [
    ...(isScan ? ["The file is read as text: name Amazon Textract where it is a scan, a picture or a PDF."] : []),
    ...(begun >= 0 && begun < wanted.length - 1
      ? [
          "Amazon Transcribe writes the transcript after this workflow has ended: what is done with the text belongs into a second one that starts when a transcription is completed.",
        ]
      : []),
  ];
};
