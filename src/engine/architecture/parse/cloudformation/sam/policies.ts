import type { DocumentNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { intrinsicOf, plainText } from "../intrinsics.ts";
import { itemsOf } from "../resources/reshaping.ts";
import { builderAt } from "./nodes.ts";
import { policyTemplates } from "./policy-templates.ts";

/** What a function or a state machine may do, in the two forms that a role knows. */
export interface Grants {
  managed: DocumentNode[];
  /** `{PolicyName, PolicyDocument}` each. */
  inline: DocumentNode[];
}

/** AWS's own policies are named without their ARN; some stand in a folder. */
const folders: Readonly<Record<string, string>> = {
  AWSLambdaBasicExecutionRole: "service-role/",
  AWSLambdaVPCAccessExecutionRole: "service-role/",
  AWSLambdaSQSQueueExecutionRole: "service-role/",
  AWSLambdaDynamoDBExecutionRole: "service-role/",
  AWSLambdaKinesisExecutionRole: "service-role/",
  AWSLambdaMSKExecutionRole: "service-role/",
  AWSLambdaRole: "service-role/",
};

/** A managed policy by its name, at the place of what asks for it. */
export const managedPolicy = (name: string, at: DocumentNode): DocumentNode =>
  builderAt(at).sub(
    `arn:\${AWS::Partition}:iam::aws:policy/${Object.hasOwn(folders, name) ? folders[name] : ""}${name}`,
  );

/** Statements of a template of SAM with its parameters filled in; `undefined` for one that is not known. */
export const templateStatements = (name: string, parameters: DocumentNode): DocumentNode[] | undefined => {
  const statements = Object.hasOwn(policyTemplates, name) ? policyTemplates[name] : undefined;
  const build = builderAt(parameters);
  const given =
    parameters.kind === "map" ? Object.fromEntries(parameters.entries.map(({ key, value }) => [key, value])) : {};
  return statements?.map(({ actions, resources }) =>
    build.map({
      Effect: build.text("Allow"),
      Action: build.list(actions.map(build.text)),
      Resource: build.list(resources.map((text) => (text === "*" ? build.text(text) : build.sub(text, given)))),
    }),
  );
};

const inlinePolicy = (name: string, document: DocumentNode): DocumentNode => {
  const build = builderAt(document);
  return build.map({ PolicyName: build.text(name), PolicyDocument: document });
};

/** `Policies` of a SAM resource: names, ARNs, documents and SAM's own templates, one or a list of them. */
export const readPolicies = (
  owner: string,
  policies: DocumentNode | undefined,
  report: (line: number, message: string) => void,
): Grants => {
  const grants: Grants = { managed: [], inline: [] };
  for (const item of itemsOf(policies)) {
    const name = `${owner}Policy${grants.inline.length}`;
    const text = item.tag === undefined ? plainText(item) : undefined;
    const [only] = item.kind === "map" ? item.entries : [];
    if (text !== undefined) grants.managed.push(text.startsWith("arn:") ? item : managedPolicy(text, item));
    else if (intrinsicOf(item) !== undefined) grants.managed.push(item);
    else if (entryOf(item, "Statement") !== undefined) grants.inline.push(inlinePolicy(name, item));
    else if (only !== undefined) {
      const statements = templateStatements(only.key, only.value);
      const build = builderAt(item);
      if (statements === undefined)
        report(item.line, "this policy template of SAM is not known: what it allows is left out");
      else
        grants.inline.push(
          inlinePolicy(name, build.map({ Version: build.text("2012-10-17"), Statement: build.list(statements) })),
        );
    }
  }
  return grants;
};
