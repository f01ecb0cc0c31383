import { set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, mustBe, mustMatch, pass, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { containersOf } from "./ecs-containers.ts";
import { isOpenToAnyone, statementsOf, textsOf } from "./policy.ts";
import { addCompanion, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const repositories = ["aws_ecr_repository"];

/** A registry may scan all its repositories by one setting of its own. */
const scanOnPush = (component: Component, model: Model): Verdict =>
  model.ofType("aws_ecr_registry_scanning_configuration").length > 0
    ? pass
    : mustBe("image_scanning_configuration.scan_on_push", true)(component);

const lifecycle = (component: Component, model: Model): Verdict => {
  const policies = companionsOf(component, model, "aws_ecr_lifecycle_policy", "repository");
  if (policies === undefined) return unknown;
  return policies.length > 0 ? pass : fail();
};

/** Only untagged images go: nothing can be deployed from them any more. Two weeks leave time to look into a broken build. */
const expireUntagged = (component: Component, model: Model): readonly Edit[] =>
  addCompanion(
    component,
    model,
    "aws_ecr_lifecycle_policy",
    (repository) => `  repository = ${repository}.name

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "Drop untagged images after 14 days"
      selection = {
        tagStatus   = "untagged"
        countType   = "sinceImagePushed"
        countUnit   = "days"
        countNumber = 14
      }
      action = { type = "expire" }
    }]
  })
`,
  );

const openPolicy = (component: Component): Verdict => {
  const statements = statementsOf(read(component.attributes, "policy"));
  if (statements === undefined) return unknown;
  return statements.some(isOpenToAnyone) ? fail("policy") : pass;
};

/** Tasks start an image by a tag that every build moves: an immutable one would stop the next build. */
const isDeployedByMovingTag = ({ id, address }: Component, model: Model): boolean =>
  model
    .ofType("aws_ecs_task_definition")
    .filter(({ references }) => references.some(({ to }) => to === id || to === address))
    .some((task) =>
      containersOf(task)?.some(({ attributes }) =>
        textsOf(attributes["image"]).some((image) => image.endsWith(":latest")),
      ),
    );

export const ecrRules: readonly Rule[] = [
  rule({
    id: "aws-ecr-mutable-tags",
    severity: "low",
    pillar: "security",
    types: repositories,
    title: "Image tags can be overwritten",
    why: "A tag that was tested may stand for another image when it is deployed, by mistake or by attack.",
    fix: 'Set `image_tag_mutability = "IMMUTABLE"` and give every build a tag of its own.',
    refs: { checkov: ["CKV_AWS_51"], fsbp: ["ECR.2"] },
    check: mustMatch("image_tag_mutability", /^IMMUTABLE/i),
    remedy: (repository, model) =>
      isDeployedByMovingTag(repository, model) ? [] : [set(repository.address, "image_tag_mutability", "IMMUTABLE")],
  }),
  rule({
    id: "aws-ecr-scan-on-push",
    severity: "medium",
    pillar: "security",
    types: repositories,
    title: "Images are not scanned for vulnerabilities",
    why: "Images with known holes are deployed without anybody noticing.",
    fix: "Set `scan_on_push = true` in `image_scanning_configuration`.",
    refs: { checkov: ["CKV_AWS_163"], fsbp: ["ECR.1"] },
    check: scanOnPush,
    remedy: setTo("image_scanning_configuration.scan_on_push", true),
  }),
  rule({
    id: "aws-ecr-no-lifecycle",
    severity: "low",
    pillar: "cost",
    types: repositories,
    title: "Old images are never removed",
    why: "Every build adds to the storage bill, for images that nobody will run again.",
    fix: "Add an `aws_ecr_lifecycle_policy` for the repository.",
    refs: { fsbp: ["ECR.3"] },
    check: lifecycle,
    remedy: expireUntagged,
  }),
  rule({
    id: "aws-ecr-public-policy",
    severity: "high",
    pillar: "security",
    types: ["aws_ecr_repository_policy"],
    title: "Repository is open to every AWS account",
    why: "Anyone with an AWS account can pull the images, or push others, depending on the actions allowed.",
    fix: "Name the accounts or roles in the `Principal` of the `policy`.",
    refs: { checkov: ["CKV_AWS_32"] },
    check: openPolicy,
  }),
];
