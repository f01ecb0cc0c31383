import type { Draft, Properties } from "./cfn.ts";
import type { Reader } from "./reader.ts";

/** Which version of a launch template is taken: CloudFormation wants a number, or the latest at the time. */
const versionOf = (use: Reader): Draft => {
  const version = use.text("version");
  if (version !== undefined && /^\d+$/.test(version)) return version;
  const latest = use.value(use.has("id") ? "id" : "name", "version");
  return typeof latest === "object" ? latest : "1";
};

/** A template of the design is meant by its id, also where Terraform code names it; one from elsewhere keeps its name. */
const meantBy = (use: Reader, prefix: string): Properties => {
  if (use.has("id")) return { [`${prefix}Id`]: use.must.id("id") };
  const named = use.id("name");
  return { [`${prefix}${typeof named === "string" ? "Name" : "Id"}`]: named };
};

/** A `launch_template` block. Services differ in what they call its id and its name. */
export const launchTemplateUse =
  (prefix: "" | "LaunchTemplate") =>
  (use: Reader): Draft => ({ ...meantBy(use, prefix), Version: versionOf(use) });
