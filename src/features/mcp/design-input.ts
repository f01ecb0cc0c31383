import type { SourceFile } from "#engine/architecture";
import { uniqueNames } from "#engine/architecture";
import { readInput, Usage, UserShares } from "#features/analysis";
import { AppError } from "#http/errors";
import { optional } from "#http/fields";
import { z } from "zod";

/** The fields by which a tool takes a design; limits as those of `POST /api/analyze`. */
export const DesignFields = {
  content: optional(z.string().max(5_000_000)).describe(
    "Infrastructure as code as text (Terraform, a Terraform plan as JSON, CloudFormation or SAM, Kubernetes, docker-compose), or a design in plain words. Several files are joined by lines `--- File: name ---`",
  ),
  files: optional(
    z
      .array(
        z.object({
          name: z.string().min(1).max(500).describe("Path in the project, e.g. infra/main.tf"),
          text: z.string().max(1_000_000),
        }),
      )
      .max(500),
  ).describe("The same as files of their own: the findings then name the file. Send every file of the module"),
  cloud: optional(z.enum(["aws", "azure", "gcp"])).describe("Where the input does not say it"),
  region: optional(
    z
      .string()
      .max(40)
      .regex(/^[A-Za-z0-9 -]+$/, "Use the cloud's own code, e.g. eu-west-1"),
  ).describe("The cloud's own code, e.g. eu-west-1, where the input does not say it"),
};

export const UsageField = Usage.describe(
  'What is used in a month: small (default), medium or large, or {"profile": …, "resources": {"aws_lambda_function.f": {"requests": 5000000, "duration_ms": 200}}} with the keys of Infracost\'s usage files',
);

export const UsersField = optional(UserShares).describe(
  'Where the users are, e.g. [{"country": "DE", "share": 60}, {"country": "Brazil", "share": 40}]',
);

export const AnalysisIdField = optional(z.string().regex(/^an_[0-9a-f]{32}$/, "The id of an analysis"));

/** What the engine takes, out of the fields of a tool. */
export const toDesignInput = async ({
  files = [],
  ...request
}: Readonly<Record<string, unknown>> & { files?: readonly SourceFile[] | undefined }) => ({
  ...(await readInput({ kind: "json", value: request })),
  files: uniqueNames(files),
});

export const refuseField = (path: string, message: string): AppError =>
  new AppError("invalid_request", "Some fields are not valid.", { errors: [{ path, message }] });
