import { hasIcon } from "../icons.ts";

/** Mermaid's five icons of its own. */
const builtIn: Readonly<Record<string, string>> = {
  cloud: "generic.cloud",
  database: "generic.database",
  disk: "generic.disk",
  internet: "generic.internet",
  server: "generic.server",
};

/** Icon packs' names for services whose id with us is another word. */
const synonyms: Readonly<Record<string, string>> = {
  "amazon-web-services": "group.cloud-aws",
  aws: "group.cloud-aws",
  azure: "group.cloud-azure",
  "microsoft-azure": "group.cloud-azure",
  gcp: "group.cloud-gcp",
  "google-cloud": "group.cloud-gcp",
  kubernetes: "k8s.cluster",
  "simple-storage-service": "aws.s3",
  "simple-queue-service": "aws.sqs",
  "simple-notification-service": "aws.sns",
  "simple-email-service": "aws.ses",
  "api-gateway": "aws.apigateway",
  "elastic-load-balancing": "aws.elb",
  "elastic-load-balancer": "aws.elb",
  "application-load-balancer": "aws.alb",
  "network-load-balancer": "aws.nlb",
  "elastic-kubernetes-service": "aws.eks",
  "elastic-container-service": "aws.ecs",
  "elastic-container-registry": "aws.ecr",
  "elastic-block-store": "aws.ebs",
  "elastic-file-system": "aws.efs",
  "key-management-service": "aws.kms",
  "secrets-manager": "aws.secretsmanager",
  "step-functions": "aws.stepfunctions",
  "elastic-beanstalk": "aws.beanstalk",
  "certificate-manager": "aws.acm",
  "systems-manager": "aws.ssm",
  "open-search": "aws.opensearch",
  "nat-gateway": "aws.nat",
  "internet-gateway": "aws.igw",
  "virtual-private-cloud": "aws.vpc",
  user: "generic.users",
  users: "generic.users",
  mobile: "generic.mobile",
  browser: "generic.client",
  client: "generic.client",
};

const vendors = ["aws", "azure", "gcp"] as const;

/** Words before a service's own name in icon packs: `logos:aws-s3`, `arch-amazon-simple-storage-service`. */
const prefix =
  /^(?:logos|devicon|mdi|skill-icons|simple-icons|arch|architecture|service|icon|aws|azure|gcp|amazon|google|microsoft)-/;

const candidatesFor = (name: string): string[] => {
  const found = Object.hasOwn(synonyms, name) ? synonyms[name] : undefined;
  const joined = name.replaceAll("-", "");
  return [
    ...(found === undefined ? [] : [found]),
    ...vendors.flatMap((vendor) => {
      const own = name.startsWith(`${vendor}-`) ? name.slice(vendor.length + 1) : undefined;
      if (own === undefined) return [];
      const synonym = Object.hasOwn(synonyms, own) ? synonyms[own] : undefined;
      return [`${vendor}.${own}`, `${vendor}.${own.replaceAll("-", "")}`, ...(synonym === undefined ? [] : [synonym])];
    }),
    `generic.${name}`,
    ...vendors.flatMap((vendor) => [`${vendor}.${name}`, `${vendor}.${joined}`]),
  ];
};

/** The catalogue's icon for an icon name in Mermaid text (`database`, `logos:aws-s3`, `aws:s3`); undefined when there is none. */
export const iconFor = (text: string | undefined): string | undefined => {
  const given = text?.trim().toLowerCase() ?? "";
  if (given === "") return undefined;
  if (Object.hasOwn(builtIn, given)) return builtIn[given];
  let name = given.replaceAll(/[\s_.:/]+/g, "-");
  for (let rounds = 5; rounds > 0; rounds -= 1) {
    const found = candidatesFor(name).find(hasIcon);
    if (found !== undefined) return found;
    const shorter = name.replace(prefix, "");
    if (shorter === name) return undefined;
    name = shorter;
  }
  return undefined;
};
