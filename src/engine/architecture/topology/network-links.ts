import { catalogue } from "../model/index.ts";
import type { Link, Model } from "../model/index.ts";

/** What joins networks to each other or to a gateway: the attributes that name its two sides. */
const joints: Readonly<Record<string, readonly [string, string]>> = {
  aws_ec2_transit_gateway_vpc_attachment: ["transit_gateway_id", "vpc_id"],
  aws_ec2_transit_gateway_peering_attachment: ["transit_gateway_id", "peer_transit_gateway_id"],
  aws_vpc_peering_connection: ["vpc_id", "peer_vpc_id"],
  azurerm_virtual_network_peering: ["virtual_network_name", "remote_virtual_network_id"],
  google_compute_network_peering: ["network", "peer_network"],
};

/** Networks that are joined, each pair once; a network's id is the id of its group. */
export const networkLinks = (model: Model): Link[] => {
  const links = new Map<string, Link>();
  for (const joint of model.ofType(...Object.keys(joints))) {
    const [oneSide = "", otherSide = ""] = joints[joint.type] ?? [];
    const [one, other] = [model.target(joint, oneSide), model.target(joint, otherSide)];
    if (one === undefined || other === undefined || one === other) continue;
    if (links.has(`${other.id} ${one.id}`) || links.has(`${one.id} ${other.id}`)) continue;
    const isPeering = [one, other].every(({ type }) => catalogue(type).role === "network");
    links.set(`${one.id} ${other.id}`, {
      from: one.id,
      to: other.id,
      kind: "network",
      ...(isPeering && { label: "peering" }),
    });
  }
  return [...links.values()];
};
