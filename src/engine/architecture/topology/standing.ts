import { catalogue } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";

export const roleOf = ({ type }: Component): string => catalogue(type).role;

/** Attributes that say where a resource stands; anything else that it mentions may stand elsewhere. */
const placing =
  /subnet|vpc|network|security_group|ip_configuration|launch_template|launch_configuration|host|instance_template|node_group|node_pool|^(?:cluster_name|version|settings|router)$/;
const deepest = 4;

/** Where a resource stands: the subnets that it may use, and its network where it names one. */
export interface Standing {
  subnets: readonly Component[];
  network: Component | undefined;
}

/** Where a resource stands, found by what its placing attributes lead to. */
export const standingOf = (component: Component, model: Model): Standing => {
  let network: Component | undefined;
  const seen = new Set([component.id]);
  let edge: Component[] = [component];
  for (let depth = 0; depth < deepest && edge.length > 0; depth++) {
    const next: Component[] = [];
    const subnets: Component[] = [];
    for (const { path, to } of edge.flatMap(({ references }) => references)) {
      const target = model.find(to);
      if (target === undefined || seen.has(target.id) || !placing.test(path)) continue;
      seen.add(target.id);
      const role = roleOf(target);
      if (role === "subnet") subnets.push(target);
      else if (role === "network") network ??= target;
      else if (role !== "node" || target.service === component.service) next.push(target);
    }
    if (subnets.length > 0) return { subnets, network };
    edge = next;
  }
  return { subnets: [], network };
};
