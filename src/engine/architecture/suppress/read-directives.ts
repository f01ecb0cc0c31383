import { entryOf, readDocument, textOf } from "../parse/document/index.ts";
import type { Project, SourceFile } from "../parse/project.ts";
import { commentsWith, heredocsIn } from "./comments.ts";
import type { Comment } from "./comments.ts";
import type { Cover, Directive, Tool } from "./directive.ts";

/** What begins a comment of one of the tools: looked for first, since most files have none. */
const marks = /(?:checkov|bridgecrew|cortex):skip=|(?:trivy|tfsec):ignore:|kics-scan\s|stackstage:ignore\b/;
const annotation =
  /["']?checkov\.io\/skip\d*["']?\s{0,20}:\s{0,20}["']?(?<ids>CKV\w+(?:,CKV\w+)*)(?:=(?<reason>[^"'\r\n]*))?/g;

interface Said {
  by: Tool;
  ids: readonly string[];
  reason: string;
  covers: Cover;
}

const idsOf = (list: string, separator: RegExp): string[] =>
  list
    .split(separator)
    .map((id) => id.trim().toLowerCase())
    .filter((id) => id !== "");

/** `checkov:skip=CKV_AWS_20:reason`: the resource that it stands in. */
const readCheckov = ({ text }: Comment): Said[] => {
  const found = /skip=\s*(?<ids>[\w,]+)(?::(?<reason>.*))?/.exec(text)?.groups;
  const ids = idsOf(found?.["ids"] ?? "", /,/);
  const reason = tidy(found?.["reason"]);
  return ids.length === 0 ? [] : [{ by: "checkov", ids, reason, covers: { what: "resource" } }];
};

/** `trivy:ignore:AVD-AWS-0086 trivy:ignore:aws-s3-*`: what begins on its line or the next. One with an end date is not honoured: there is no today here. */
const readAqua = ({ text, target }: Comment): Said[] => {
  const found = [...text.matchAll(/(?<by>trivy|tfsec):ignore:(?<id>[\w*-]+)(?<rest>[:[]\S*)?/g)];
  const last = found.at(-1);
  const reason = tidy(last === undefined ? "" : text.slice(last.index + last[0].length));
  return found.flatMap(({ groups }): Said[] => {
    const { id = "", by, rest = "" } = groups ?? {};
    if (rest.startsWith("[") || /:exp:/.test(rest)) return [];
    return [
      {
        by: by === "tfsec" ? "tfsec" : "trivy",
        ids: [id.toLowerCase()],
        reason,
        covers: { what: "start", line: target },
      },
    ];
  });
};

/** `kics-scan ignore-line`, `ignore-block`, `ignore` for the file, and `disable=` with ids for the file. */
const readKics = ({ text, target }: Comment): Said[] => {
  const found =
    /kics-scan\s+(?<what>ignore-line|ignore-block|ignore\b(?!-)|disable\s*=\s*(?<ids>[\w,\s-]+))(?<rest>.*)/.exec(text);
  const { what = "", ids = "", rest } = found?.groups ?? {};
  const reason = tidy(rest);
  if (what === "ignore-line") return [{ by: "kics", ids: ["*"], reason, covers: { what: "line", line: target } }];
  if (what === "ignore-block") return [{ by: "kics", ids: ["*"], reason, covers: { what: "start", line: target } }];
  if (what === "ignore") return [{ by: "kics", ids: ["*"], reason, covers: { what: "file" } }];
  return ids === "" ? [] : [{ by: "kics", ids: idsOf(ids, /[\s,]+/), reason, covers: { what: "file" } }];
};

/** `stackstage:ignore rule-id,other-rule reason`: the resource that it stands in or above, or the line. */
const readOwn = ({ text, target }: Comment): Said[] => {
  const found = /ignore[:=\s]\s*(?<ids>[\w*-]+(?:\s*,\s*[\w*-]+)*)(?<reason>.*)/.exec(text)?.groups;
  const ids = idsOf(found?.["ids"] ?? "", /,/);
  const reason = tidy(found?.["reason"]);
  if (ids.length === 0) return [];
  return [
    { by: "stackstage", ids, reason, covers: { what: "resource" } },
    { by: "stackstage", ids, reason, covers: { what: "start", line: target } },
  ];
};

const longestReason = 300;

/** A reason without the marks around it, and without the end of a comment of several lines. */
const tidy = (reason = ""): string =>
  reason
    .replace(/\*\/\s*$/, "")
    .replace(/^[\s:–—-]+/, "")
    .trim()
    .slice(0, longestReason);

const readComment = (comment: Comment): Said[] => {
  if (/^(?:checkov|bridgecrew|cortex)/.test(comment.text)) return readCheckov(comment);
  if (/^(?:trivy|tfsec)/.test(comment.text)) return readAqua(comment);
  return comment.text.startsWith("kics") ? readKics(comment) : readOwn(comment);
};

/** `Metadata: checkov: skip:` of CloudFormation's resources. */
const readMetadata = ({ name, text }: SourceFile): Directive[] => {
  if (!/\bMetadata\b/.test(text) || !/\bcheckov\b/.test(text)) return [];
  const resources = readDocument(text).documents.map((document) => entryOf(document, "Resources"));
  return resources.flatMap((map) => {
    const members = map?.kind === "map" ? map.entries : [];
    return members.flatMap(({ value }) => {
      const skipped = entryOf(entryOf(entryOf(value, "Metadata"), "checkov"), "skip");
      const items = skipped?.kind === "list" ? skipped.items : [];
      return items.flatMap((item): Directive[] => {
        const id = textOf(entryOf(item, "id"));
        if (id === undefined) return [];
        const reason = tidy(textOf(entryOf(item, "comment")));
        const covers: Cover = { what: "resource" };
        return [{ by: "checkov", file: name, line: item.line, ids: [id.toLowerCase()], reason, covers }];
      });
    });
  });
};

/** `checkov.io/skip1: CKV_K8S_20=reason` among the annotations of a Kubernetes object. */
const readAnnotations = ({ name, text }: SourceFile): Directive[] => {
  if (!text.includes("checkov.io/skip")) return [];
  return text.split("\n").flatMap((line, index) =>
    [...line.matchAll(annotation)].map(({ groups }): Directive => ({
      by: "checkov",
      file: name,
      line: index + 1,
      ids: idsOf(groups?.["ids"] ?? "", /,/),
      reason: tidy(groups?.["reason"]),
      covers: { what: "resource" },
    })),
  );
};

/** All comments of a design by which findings are accepted. `files` are the user's own texts; `project` what was read of them. */
export const readDirectives = (files: readonly SourceFile[], project: Project): Directive[] => {
  const parsed = new Map(project.files.map((file) => [file.name, file]));
  return files.flatMap((file) => {
    const terraform = parsed.get(file.name);
    const isOwnText = terraform?.origin === undefined;
    const texts = isOwnText && marks.test(file.text) ? heredocsIn(terraform?.body ?? []) : [];
    const comments = commentsWith(file.text, marks, texts);
    const said = comments.flatMap((comment) =>
      readComment(comment).map((one): Directive => ({ ...one, file: file.name, line: comment.line })),
    );
    return isOwnText ? [...said, ...readAnnotations(file)] : [...said, ...readMetadata(file), ...readAnnotations(file)];
  });
};
