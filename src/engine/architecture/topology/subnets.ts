import { read } from "../model/index.ts";
import type { Component } from "../model/index.ts";

/** `public_a`, `public-1`, `public_az2` and `public[0]` are one tier: "public". */
export const tierOf = ({ name }: Component): string =>
  name.replace(/(?:[-_](?:az)?[-_]?(?:\d{0,2}[a-f]|\d{1,2})|\d{1,2})$/i, "") || name;

const isPublic = (subnet: Component): boolean =>
  read(subnet.attributes, "map_public_ip_on_launch") === true || /public|dmz|edge/i.test(subnet.name);

const abbreviations = /\b(?:aks|alb|api|db|dmz|dr|ecs|eks|gke|nat|rds|sql|us|eu|vm|vpn)\b/gi;

/** What a tier's subnets are called together: "App subnets". */
export const subnetLabel = (tier: string, subnets: readonly Component[]): string => {
  const words = tier
    .replace(/[-_]+/g, " ")
    .replace(/\b(?:subnets?|vpc)\b/gi, "")
    .trim();
  const first = subnets[0];
  const plain =
    words === "" || words === "this" || words === "main"
      ? first !== undefined && isPublic(first)
        ? "public"
        : ""
      : words;
  // "nodes" hold subnets of nodes: "Node subnets".
  const kind = plain.replace(/(\w{3}[^s])s$/, "$1");
  const label = `${kind} subnet${subnets.length > 1 ? "s" : ""}`.trim();
  const named = label.replace(abbreviations, (word) => word.toUpperCase());
  return named.charAt(0).toUpperCase() + named.slice(1);
};
