import type { Draft } from "./cfn.ts";
import type { Reader } from "./reader.ts";

/** Which version of a launch template is taken: CloudFormation wants a number, or the latest at the time. */
const versionOf = (use: Reader): Draft => {
  const version = use.text("version");
  if (version !== undefined && /^\d+$/.test(version)) return version;
  const latest = use.value(use.has("id") ? "id" : "name", "version");
  return typeof latest === "object" ? latest : "1";
};

/** A `launch_template` block: by id, also where Terraform code names it. Services differ in what they call the id. */
export const launchTemplateUse =
  (idProperty: "Id" | "LaunchTemplateId") =>
  (use: Reader): Draft => ({
    [idProperty]: use.has("id") ? use.must.id("id") : use.id("name"),
    Version: versionOf(use),
  });
