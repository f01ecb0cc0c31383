import type { DocumentNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { addEvents } from "./events.ts";
import { builderOn, pick } from "./nodes.ts";
import { readPolicies } from "./policies.ts";
import { addRole } from "./roles.ts";
import type { Serverless, Source } from "./serverless.ts";

/** SAM's shorter names for what Step Functions calls otherwise. */
const renamed: Readonly<Record<string, string>> = {
  Name: "StateMachineName",
  Type: "StateMachineType",
  Logging: "LoggingConfiguration",
  Tracing: "TracingConfiguration",
};

const renamedOf = (properties: DocumentNode | undefined): Record<string, DocumentNode> =>
  Object.fromEntries(
    Object.entries(renamed).flatMap(([from, to]) => {
      const value = entryOf(properties, from);
      return value === undefined ? [] : [[to, value] as const];
    }),
  );

/** A state machine, the role that it runs in, and what starts it. */
export const expandStateMachine = (serverless: Serverless, source: Source): void => {
  const { id, node, line, properties } = source;
  const build = builderOn(node, line);
  const grants = readPolicies(`${id}Role`, entryOf(properties, "Policies"), serverless.report);
  const role =
    entryOf(properties, "Role") ?? build.getAtt(addRole(serverless, source, "states.amazonaws.com", grants), "Arn");
  const file = entryOf(properties, "DefinitionUri");
  serverless.add({
    id,
    type: "AWS::StepFunctions::StateMachine",
    at: node,
    line,
    condition: entryOf(node, "Condition"),
    dependsOn: entryOf(node, "DependsOn"),
    properties: {
      ...renamedOf(properties),
      ...pick(properties, ["Definition", "DefinitionSubstitutions"]),
      DefinitionS3Location: file,
      RoleArn: role,
      Tags: entryOf(properties, "Tags"),
    },
  });
  addEvents(serverless, source);
};
