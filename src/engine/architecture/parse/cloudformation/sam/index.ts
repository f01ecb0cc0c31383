import { plainText } from "../intrinsics.ts";
import { entryOf } from "../../document/node.ts";
import type { Entry, Template } from "../template.ts";
import { expandConnector } from "./connector.ts";
import { expandFunction } from "./function.ts";
import { withGlobals } from "./globals.ts";
import { expandHttpApi, implicitHttpSource } from "./http-api.ts";
import { expandRestApi, implicitRestSource } from "./rest-api.ts";
import { Serverless } from "./serverless.ts";
import type { Source } from "./serverless.ts";
import { expandStateMachine } from "./state-machine.ts";
import { expandLayer, expandTable } from "./stores.ts";

export const serverlessTransform = "AWS::Serverless-2016-10-31";

/** Characters that resources may inherit from `Globals` all together. */
const maxInherited = 2_000_000;

type Expand = (serverless: Serverless, source: Source) => void;

/** Types of SAM by the name that `Globals` has for them; APIs come last, when all events are known. */
const expansions: ReadonlyMap<string, readonly [order: number, expand: Expand]> = new Map([
  ["Function", [0, expandFunction]],
  ["StateMachine", [0, expandStateMachine]],
  ["SimpleTable", [0, expandTable]],
  ["LayerVersion", [0, expandLayer]],
  ["Connector", [0, expandConnector]],
  ["Api", [1, expandRestApi]],
  ["HttpApi", [1, expandHttpApi]],
]);

const kindOf = ({ node }: Entry): string | undefined =>
  /^AWS::Serverless::(\w+)$/.exec(plainText(entryOf(node, "Type")) ?? "")?.[1];

/** Writes SAM's resources out as the CloudFormation that the transform makes of them. */
export const expandServerless = (template: Template, report: (line: number, message: string) => void): Template => {
  const { resources, globals } = template;
  if (!resources.some((entry) => kindOf(entry) !== undefined)) return template;
  const serverless = new Serverless(resources, report);
  const isTooMuch = globals !== undefined && (globals.end - globals.start) * resources.length > maxInherited;
  if (isTooMuch) report(globals.line, "Globals are too long for so many resources: they are left out");
  const sourceOf = (source: Omit<Source, "properties">, kind: string): Source => ({
    ...source,
    properties: withGlobals(entryOf(source.node, "Properties"), isTooMuch ? undefined : globals, kind),
  });
  const made = new Map<string, Entry[]>();
  const expand = (source: Source, run: Expand): readonly Entry[] => {
    const before = serverless.made.length;
    run(serverless, source);
    const entries = serverless.made.slice(before);
    made.set(source.id, entries);
    return entries;
  };
  for (const round of [0, 1])
    for (const entry of resources) {
      const kind = kindOf(entry) ?? "";
      const [order, run] = expansions.get(kind) ?? [];
      if (order === round && run !== undefined) expand(sourceOf(entry, kind), run);
    }
  const implicit: Entry[] = [];
  for (const [source, kind, run] of [
    [implicitRestSource(serverless), "Api", expandRestApi],
    [implicitHttpSource(serverless), "HttpApi", expandHttpApi],
  ] as const) {
    if (source === undefined) continue;
    implicit.push(...expand(sourceOf(source, kind), run));
  }
  const written = resources.flatMap((entry) => made.get(entry.id) ?? [serverless.changed(entry)]);
  return { ...template, resources: [...written, ...implicit] };
};
