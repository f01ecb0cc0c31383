import type { DocumentNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { builderAt, builderOn } from "./nodes.ts";
import type { Grants } from "./policies.ts";
import type { Serverless, Source } from "./serverless.ts";

/** Who may take on a role. */
const trustIn = (service: string, at: DocumentNode): DocumentNode => {
  const build = builderAt(at);
  return build.map({
    Version: build.text("2012-10-17"),
    Statement: build.list([
      build.map({
        Effect: build.text("Allow"),
        Action: build.list([build.text("sts:AssumeRole")]),
        Principal: build.map({ Service: build.list([build.text(service)]) }),
      }),
    ]),
  });
};

/** The role that SAM makes for a resource which names none. */
export const addRole = (
  serverless: Serverless,
  { id, node, line, properties }: Source,
  service: string,
  grants: Grants,
): string => {
  const build = builderOn(node, line);
  const role = `${id}Role`;
  serverless.add({
    id: role,
    type: "AWS::IAM::Role",
    at: entryOf(properties, "Policies") ?? build.text(null),
    line,
    condition: entryOf(node, "Condition"),
    properties: {
      AssumeRolePolicyDocument: entryOf(properties, "AssumeRolePolicyDocument") ?? trustIn(service, build.text(null)),
      Path: entryOf(properties, "RolePath"),
      PermissionsBoundary: entryOf(properties, "PermissionsBoundary"),
      ManagedPolicyArns: grants.managed.length === 0 ? undefined : build.list(grants.managed),
      Policies: grants.inline.length === 0 ? undefined : build.list(grants.inline),
    },
  });
  return role;
};
