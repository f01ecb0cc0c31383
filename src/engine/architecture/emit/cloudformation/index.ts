import type { Model } from "../../model/index.ts";
import { composeTemplate } from "./template.ts";
import { toYaml } from "./yaml.ts";

/** An AWS design as a CloudFormation template in YAML: the same model, the same bytes. */
export const toCloudFormation = (model: Model): string => toYaml(composeTemplate(model));
