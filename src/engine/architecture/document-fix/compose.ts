import type { Edit } from "../design/edit.ts";
import type { DocumentNode } from "../parse/document/node.ts";
import { entryOf } from "../parse/document/node.ts";
import type { Failure } from "../rules/index.ts";
import { isList } from "./change.ts";
import type { DocumentChange, DocumentPath } from "./change.ts";
import { listChanges } from "./list-changes.ts";
import { plainLiteral } from "./plain-literal.ts";
import { planEach } from "./plan-each.ts";
import { Refusal } from "./splice.ts";
import type { Plan, TranslatedFile } from "./translated-file.ts";

/** Argument of the Docker provider → field of a service. */
const fields: Readonly<Record<string, string>> = {
  "capabilities.add": "cap_add",
  "capabilities.drop": "cap_drop",
  init: "init",
  ipc_mode: "ipc",
  network_mode: "network_mode",
  pid_mode: "pid",
  privileged: "privileged",
  read_only: "read_only",
  restart: "restart",
  security_opts: "security_opt",
  user: "user",
  userns_mode: "userns_mode",
};

interface Service {
  path: DocumentPath;
  node: DocumentNode;
}

const servicesByLine = ({ documents }: TranslatedFile): Map<number, Service[]> => {
  const services = documents.flatMap((root, document) => {
    const section = entryOf(root, "services");
    return section?.kind === "map"
      ? section.entries.map(({ key, keyLine, value }) => ({
          line: keyLine,
          path: [document, "services", key],
          node: value,
        }))
      : [];
  });
  return Map.groupBy(services, ({ line }) => line);
};

const changesOf = (edit: Edit, service: Service): DocumentChange[] => {
  const argument = "path" in edit ? edit.path.filter((step) => typeof step === "string").join(".") : "";
  const field = Object.hasOwn(fields, argument) ? fields[argument] : undefined;
  if (edit.op === "add" || edit.op === "block" || field === undefined)
    throw new Refusal("A Compose file has no field for this.");
  const path = [...service.path, field];
  if (edit.op === "remove") return [{ path }];
  const value = plainLiteral(edit.value);
  return isList(value) ? listChanges(path, entryOf(service.node, field), value) : [{ path, value }];
};

/** What mends findings in Compose files. */
export const planCompose = (files: readonly TranslatedFile[], failures: readonly Failure[]): Plan[] =>
  files.flatMap((file) => {
    const services = servicesByLine(file);
    const own = failures.filter(({ place }) => place.file === file.name);
    return planEach(file, own, (edit) => {
      const [service, ...others] = services.get(file.lines.get(edit.address) ?? 0) ?? [];
      if (service === undefined || others.length > 0)
        throw new Refusal("Which service of the file is meant is not certain.");
      return changesOf(edit, service);
    });
  });
