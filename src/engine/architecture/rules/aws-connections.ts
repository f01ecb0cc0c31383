import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import { plainHttp } from "./aws-elb-http.ts";
import { judgeTraffic } from "./aws-traffic.ts";
import { webFirewallOn } from "./aws-waf.ts";
import { fail, failIn, pass, unknown, worstOf } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** What belongs to a security group itself: pointing at the group does not put it to use. */
const groupTypes = /^aws_(?:default_)?(?:security_group|vpc_security_group_)/;

const usedGroups = new WeakMap<Model, ReadonlySet<string>>();

/** What resources and calls of modules point at, other than groups that let each other in. */
const pointedAt = (model: Model): ReadonlySet<string> => {
  const known = usedGroups.get(model);
  if (known !== undefined) return known;
  const users = [...model.components, ...(model.asides ?? [])].filter(({ type }) => !groupTypes.test(type));
  const targets = new Set(users.flatMap(({ references }) => references.map(({ to }) => to)));
  usedGroups.set(model, targets);
  return targets;
};

/** A group with a name of its own may be looked up by it elsewhere; one inside of a module is handed out. */
const groupUse = ({ id, address }: Component, model: Model): Verdict => {
  const targets = pointedAt(model);
  if (targets.has(id) || targets.has(address)) return pass;
  return id.startsWith("module.") ? unknown : fail();
};

const notifications = (bucket: Component, model: Model): Verdict => {
  const companions = companionsOf(bucket, model, "aws_s3_bucket_notification", "bucket");
  if (companions === undefined) return unknown;
  return companions.length > 0 ? pass : fail();
};

const isLiteral = (value: Value | undefined): boolean =>
  Array.isArray(value) ? value.every((item: Value) => isLiteral(item)) : asText(value) !== undefined;

/** An address or a name that is written out stays when what it belonged to is gone, and the next owner answers for it. */
const recordTarget = ({ attributes }: Component): Verdict => {
  const type = read(attributes, "type");
  if (isUnknown(type)) return unknown;
  if (asText(type)?.toUpperCase() !== "A") return pass;
  const alias = read(attributes, "alias.name");
  const records = read(attributes, "records");
  if (alias !== undefined) return isLiteral(alias) ? fail("alias.name") : pass;
  if (records === undefined) return fail();
  return isLiteral(records) ? fail("records") : pass;
};

/** Sends a load balancer visitors of plain HTTP on to HTTPS? One without a listener in the design is not judged. */
const redirects = (balancer: Component, model: Model): Verdict => {
  const listeners = ["aws_lb_listener", "aws_alb_listener"].flatMap((type) =>
    model.attached(balancer, type, "load_balancer_arn"),
  );
  return worstOf(
    // Told at the load balancer: the listener's own line has a finding already.
    listeners.map((listener) => {
      const verdict = plainHttp(listener, model);
      return verdict.outcome === "fail" ? fail() : verdict;
    }),
  );
};

const includes = (value: Value | undefined, text: string): boolean =>
  Array.isArray(value) && value.some((item: Value) => asText(item) === text);

const openCors = (lambda: Component, model: Model): Verdict => {
  const urls = companionsOf(lambda, model, "aws_lambda_function_url", "function_name");
  if (urls === undefined) return unknown;
  const isOpen = ({ attributes }: Component): boolean =>
    includes(read(attributes, "cors.allow_origins"), "*") && includes(read(attributes, "cors.allow_methods"), "*");
  return worstOf(urls.map((url) => (isOpen(url) ? failIn(url, fail("cors.allow_origins")) : pass)));
};

const isDefaultRoute = (route: Readonly<Record<string, Value>>, destination: string): boolean =>
  asText(read(route, destination)) === "0.0.0.0/0" && read(route, "instance_id") !== undefined;

const natInstance = ({ type, attributes }: Component): Verdict => {
  if (type === "aws_route") return isDefaultRoute(attributes, "destination_cidr_block") ? fail("instance_id") : pass;
  const found = readAll(attributes, "route").find(([, route]) => isDefaultRoute(route, "cidr_block"));
  return found === undefined ? pass : fail(`${found[0]}.instance_id`);
};

const groupsOf = (component: Component, model: Model): Component[] =>
  component.references.flatMap(({ to }) => {
    const found = model.find(to);
    return found?.type === "aws_security_group" ? [found] : [];
  });

const openGroups = (cluster: Component, model: Model): Verdict =>
  worstOf(
    groupsOf(cluster, model).map((group) =>
      failIn(
        group,
        judgeTraffic(group, "ingress", () => true),
      ),
    ),
  );

const membershipOf = (user: Component, model: Model): Verdict => {
  const found = [
    companionsOf(user, model, "aws_iam_user_group_membership", "user"),
    companionsOf(user, model, "aws_iam_group_membership", "users"),
  ];
  if (found.some((companions) => companions !== undefined && companions.length > 0)) return pass;
  const listed = model
    .ofType("aws_iam_group_membership")
    .some(({ attributes }) => includes(read(attributes, "users"), asText(read(user.attributes, "name")) ?? ""));
  return listed ? pass : found.includes(undefined) ? unknown : fail();
};

/** A user's password is told at the user, where that is in the design. */
const consoleLogin = (component: Component, model: Model): Verdict => {
  if (component.type === "aws_iam_user_login_profile")
    return model.target(component, "user") === undefined ? fail() : pass;
  const [profile] = model.attached(component, "aws_iam_user_login_profile", "user");
  return profile === undefined ? pass : failIn(profile, fail());
};

const approval = (repository: Component, model: Model): Verdict => {
  const found = companionsOf(repository, model, "aws_codecommit_approval_rule_template_association", "repository_name");
  if (found === undefined) return unknown;
  return found.length > 0 ? pass : fail();
};

/** Rules about resources that only make sense, or are only safe, together with others. */
export const connectionRules: readonly Rule[] = [
  rule({
    id: "aws-sg-unused",
    severity: "low",
    pillar: "operations",
    types: ["aws_security_group"],
    title: "Security group guards nothing",
    why: "A group that nothing uses is kept and put on the next machine with rules that nobody looked at.",
    fix: "Name the group in `vpc_security_group_ids` or `security_groups` of what it is for, or remove it.",
    refs: { checkov: ["CKV2_AWS_5"], fsbp: ["EC2.22"] },
    check: groupUse,
  }),
  rule({
    id: "aws-s3-event-notifications",
    severity: "low",
    pillar: "operations",
    types: ["aws_s3_bucket"],
    title: "Nobody is told when objects of the bucket change",
    why: "An upload, a deletion or a failed copy that nobody expected is not noticed until the object is missed.",
    fix: "Add an aws_s3_bucket_notification with a queue, topic, function or `eventbridge = true`.",
    refs: { checkov: ["CKV2_AWS_62"], fsbp: ["S3.11"] },
    check: notifications,
  }),
  rule({
    id: "aws-dns-record-literal",
    severity: "low",
    pillar: "security",
    types: ["aws_route53_record"],
    title: "DNS record names an address rather than a resource",
    why: "When the address is given back, whoever gets it next answers under your name.",
    fix: "Refer in `records` or `alias` to the aws_eip, load balancer or distribution that the address belongs to.",
    refs: { checkov: ["CKV2_AWS_23"] },
    check: recordTarget,
  }),
  rule({
    id: "aws-lb-no-redirect",
    severity: "medium",
    pillar: "security",
    types: ["aws_lb", "aws_alb"],
    title: "Load balancer does not send HTTP visitors on to HTTPS",
    why: "Whoever types the address without https:// stays on a connection that anyone on the way can read.",
    fix: 'Let the `default_action` of the HTTP listener be a `redirect` to port 443 with `protocol = "HTTPS"`.',
    refs: { checkov: ["CKV2_AWS_20"] },
    check: redirects,
  }),
  rule({
    id: "aws-lambda-open-cors",
    severity: "medium",
    pillar: "security",
    types: ["aws_lambda_function"],
    title: "Function's URL answers pages of every origin",
    why: "Any website can call it in the name of a visitor and read what it answers.",
    fix: "Name in `cors.allow_origins` and `cors.allow_methods` of the URL what is really used.",
    refs: { checkov: ["CKV2_AWS_75"] },
    check: openCors,
  }),
  rule({
    id: "aws-nat-instance",
    severity: "low",
    pillar: "reliability",
    types: ["aws_route_table", "aws_default_route_table", "aws_route"],
    title: "The way out is a machine instead of a NAT gateway",
    why: "When that machine fails or is full the whole subnet is cut off.",
    fix: "Point the default route at an aws_nat_gateway by `nat_gateway_id`.",
    refs: { checkov: ["CKV2_AWS_35"] },
    check: natInstance,
  }),
  rule({
    id: "aws-emr-open-group",
    severity: "high",
    pillar: "security",
    types: ["aws_emr_cluster"],
    title: "Cluster's security group is open to the internet",
    why: "Hadoop's own pages and interfaces have no login, and run whatever code they are given.",
    fix: "Narrow the `cidr_blocks` of the groups in `ec2_attributes`.",
    refs: { checkov: ["CKV2_AWS_7"] },
    check: openGroups,
  }),
  rule({
    id: "aws-appsync-waf",
    severity: "low",
    pillar: "security",
    types: ["aws_appsync_graphql_api"],
    title: "GraphQL API has no web firewall",
    why: "Floods of requests and known attacks reach the resolvers.",
    fix: "Add an aws_wafv2_web_acl_association with the API's `arn`.",
    refs: { checkov: ["CKV2_AWS_33"] },
    check: webFirewallOn,
  }),
  rule({
    id: "aws-codecommit-unreviewed",
    severity: "low",
    pillar: "operations",
    types: ["aws_codecommit_repository"],
    title: "Changes of the repository need nobody's approval",
    why: "One stolen or careless account can change what is deployed.",
    fix: "Add an aws_codecommit_approval_rule_template_association for the repository.",
    refs: { checkov: ["CKV2_AWS_37"] },
    check: approval,
  }),
  rule({
    id: "aws-iam-user-groupless",
    severity: "low",
    pillar: "operations",
    types: ["aws_iam_user"],
    title: "User is in no group",
    why: "Rights that are given one by one are forgotten when people change jobs.",
    fix: "Add an aws_iam_user_group_membership.",
    refs: { checkov: ["CKV2_AWS_21"] },
    check: membershipOf,
  }),
  rule({
    id: "aws-iam-user-console",
    severity: "low",
    pillar: "security",
    types: ["aws_iam_user", "aws_iam_user_login_profile"],
    title: "User logs in with a password of their own",
    why: "Passwords of the account outlive the person's job; single sign-on does not.",
    fix: "Let people come in by IAM Identity Center.",
    refs: { checkov: ["CKV2_AWS_22"] },
    check: consoleLogin,
  }),
  rule({
    id: "aws-guardduty-members",
    severity: "low",
    pillar: "security",
    types: ["aws_guardduty_detector"],
    title: "Threat detection is not switched on for new accounts",
    why: "Accounts that join the organization are not watched until somebody remembers them.",
    fix: 'Add an aws_guardduty_organization_configuration with `auto_enable_organization_members = "ALL"`.',
    refs: { checkov: ["CKV2_AWS_3"] },
    check: (detector, model) => {
      const found = companionsOf(detector, model, "aws_guardduty_organization_configuration", "detector_id");
      if (found === undefined) return unknown;
      const [organization] = found;
      if (organization === undefined) return fail();
      const switches = ["auto_enable", "auto_enable_organization_members"].map((name) =>
        read(organization.attributes, name),
      );
      if (switches.some((value) => matches(value, /^(?:true|ALL|NEW)$/))) return pass;
      return switches.some(isUnknown) ? unknown : failIn(organization, fail("auto_enable_organization_members"));
    },
  }),
];
