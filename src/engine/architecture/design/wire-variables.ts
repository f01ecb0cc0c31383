import type { Block } from "../parse/hcl/ast.ts";
import { attributeNamed } from "../parse/evaluate/declarations.ts";
import { maxModuleDepth } from "../parse/evaluate/module-tree.ts";
import type { Project } from "../parse/index.ts";
import { applyReadably, written } from "./draft.ts";
import type { Draft, EditInFolder, Parse } from "./draft.ts";
import { add, code, set } from "./edit.ts";
import type { Edit } from "./edit.ts";
import { Layout } from "./layout.ts";
import type { ModuleCall } from "./layout.ts";
import { addressOf } from "./patch.ts";

/** Arguments that a call leaves out although its module cannot do without them. */
const missingArguments = ({ to, block }: ModuleCall, layout: Layout): Block[] =>
  layout.blocksIn(to).filter((variable) => {
    const [name = ""] = variable.labels;
    const isRequired = variable.type === "variable" && attributeNamed(variable, "default") === undefined;
    return isRequired && attributeNamed(block, name) === undefined;
  });

const keyOf = ({ from, block }: ModuleCall, { labels }: Block): string =>
  `${from}\n${addressOf(block)}\n${labels[0] ?? ""}`;

/** What was left out before anything was changed: the user's own affair. */
export const argumentsMissingIn = (layout: Layout): ReadonlySet<string> =>
  new Set(layout.calls().flatMap((call) => missingArguments(call, layout).map((variable) => keyOf(call, variable))));

const declaration = (
  name: string,
  from: Block,
  call: Block,
  textOf: (block: Block, name: string) => string,
): string => {
  const lines = [
    `  description = "Handed on to ${addressOf(call)}: see its own variable ${from.labels[0] ?? ""}."`,
    `  type        = ${textOf(from, "type") || "string"}`,
    ...(textOf(from, "sensitive") === "true" ? ["  sensitive   = true"] : []),
  ];
  return `variable "${name}" {\n${lines.join("\n")}\n}\n`;
};

/** Edits that have callers hand on what their modules have come to need. */
const handOn = (project: Project, before: ReadonlySet<string>): EditInFolder[] => {
  const layout = new Layout(project);
  const textOf = (block: Block, name: string): string => {
    const value = attributeNamed(block, name)?.value;
    const file = project.files.find(({ body }) => body.includes(block));
    return value === undefined || file === undefined ? "" : file.text.slice(value.start, value.end);
  };
  const taken = new Map<string, Set<string>>();
  const freeName = (directory: string, wanted: string): string => {
    const names = taken.get(directory) ?? new Set(layout.namesIn(directory));
    taken.set(directory, names);
    let name = wanted;
    for (let number = 2; names.has(`var.${name}`); number++) name = `${wanted}_${number}`;
    names.add(`var.${name}`);
    return name;
  };
  return layout.calls().flatMap((call) =>
    missingArguments(call, layout)
      .filter((variable) => !before.has(keyOf(call, variable)))
      .flatMap((variable) => {
        const [wanted = ""] = variable.labels;
        const name = freeName(call.from, `${call.block.labels[0] ?? ""}_${wanted}`.replaceAll("-", "_"));
        const edits: Edit[] = [
          add(`variable.${name}`, declaration(name, variable, call.block, textOf)),
          set(addressOf(call.block), wanted, code(`var.${name}`)),
        ];
        return edits.map((edit) => ({ edit, directory: call.from }));
      }),
  );
};

/** Has every call give what its module has come to need, up to the root: a variable without a default has to be set by the caller. */
export const wireVariables = (draft: Draft, before: ReadonlySet<string>, parse: Parse): Draft => {
  let wired = draft;
  for (let level = 0; level < maxModuleDepth; level++) {
    const edits = handOn(parse(written(wired)).project, before);
    if (edits.length === 0) break;
    wired = applyReadably(wired, edits, parse).draft;
  }
  return wired;
};
