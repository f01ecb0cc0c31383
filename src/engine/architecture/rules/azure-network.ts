import { set } from "../design/edit.ts";
import { asText, isObject, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model, Value } from "../model/index.ts";
import { eachBlock, fail, mustNotBe, pass, spelling, textAt, unknown, worstOf } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const groups = ["azurerm_network_security_group", "azurerm_network_security_rule"];

/** Values of an attribute that is given singly or as a list; an empty text is none. */
const valuesOf = (block: Attributes, single: string, several: string): readonly Value[] => {
  const list = read(block, several);
  const one = read(block, single);
  return [
    ...(one === undefined || one === "" ? [] : [one]),
    ...(Array.isArray(list) ? list : list === undefined ? [] : [list]),
  ];
};

/** `undefined` when nothing says yes and something is not known. */
const someOf = (values: readonly Value[], test: (text: string) => boolean): boolean | undefined =>
  values.some((value) => !isUnknown(value) && test(asText(value) ?? ""))
    ? true
    : values.some(isUnknown)
      ? undefined
      : false;

/** Source: CIS Microsoft Azure Foundations, "Ensure that SSH access from the Internet is evaluated and restricted". */
const isAnyone = (source: string): boolean => /^(?:\*|any|internet|0\.0\.0\.0|.*\/0)$/i.test(source);

/** Azure takes one port or range; several with commas are what people write who mean `destination_port_ranges`. */
const covers =
  (ports: readonly number[]) =>
  (ranges: string): boolean =>
    ranges.split(",").some((range) => {
      if (range.trim() === "*") return true;
      const [first = Number.NaN, last = first] = range.split("-").map(Number);
      return ports.some((port) => first <= port && port <= last);
    });

/** Is one rule an inbound `Allow` from anyone that `concerns` the check? Texts that are missing do not narrow it. */
const judgeRule = (block: Attributes, path: string, concerns: (block: Attributes) => boolean | undefined): Verdict => {
  const direction = read(block, "direction");
  const access = read(block, "access");
  if (matches(direction, /^outbound$/i) || matches(access, /^deny$/i)) return pass;
  const answers = [
    isUnknown(direction) || isUnknown(access) ? undefined : true,
    someOf(valuesOf(block, "source_address_prefix", "source_address_prefixes"), isAnyone),
    concerns(block),
  ];
  if (answers.includes(false)) return pass;
  return answers.includes(undefined)
    ? unknown
    : fail(path === "" ? "source_address_prefix" : `${path}.source_address_prefix`);
};

const inbound =
  (concerns: (block: Attributes) => boolean | undefined) =>
  (component: Component): Verdict =>
    component.type === "azurerm_network_security_rule"
      ? judgeRule(component.attributes, "", concerns)
      : eachBlock(component, "security_rule", (block, path) => judgeRule(block, path, concerns));

const isProtocol = (block: Attributes, pattern: RegExp): boolean | undefined => {
  const protocol = read(block, "protocol");
  return isUnknown(protocol) ? undefined : pattern.test(asText(protocol) ?? "*");
};

/** Does a rule let TCP in at ranges of ports of which one is meant? */
const opens = (block: Attributes, isMeant: (ranges: string) => boolean): boolean | undefined => {
  const answers = [
    isProtocol(block, /^(?:tcp|\*)$/i),
    someOf(valuesOf(block, "destination_port_range", "destination_port_ranges"), isMeant),
  ];
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
};

const everyPort = /^(?:\*|[01]-65535)$/;

const isEveryPort = (block: Attributes): boolean | undefined =>
  opens(block, (ranges) => ranges.split(",").some((range) => everyPort.test(range.trim())));

/** A rule for every port is one finding of its own. */
const reaches =
  (ports: readonly number[]) =>
  (block: Attributes): boolean | undefined =>
    isEveryPort(block) !== true && opens(block, covers(ports));

/** SQL Server, its analysis services, Oracle, MySQL, PostgreSQL, Redis, Cassandra, Elasticsearch, Memcached, MongoDB. */
const databases = reaches([
  1433, 1434, 1521, 2382, 2383, 2483, 2484, 3306, 5432, 6379, 6380, 7001, 7199, 9042, 9160, 9200, 9300, 11211, 11214,
  11215, 27017, 27018, 27019, 61620, 61621,
]);

/** FTP, Telnet, mail, RPC, NetBIOS, LDAP, SMB, rsh, Docker, etcd, Salt, VNC, Kibana, WinRM, Puppet, kubelet. */
const adminPorts = reaches([
  20, 21, 23, 25, 110, 135, 137, 138, 139, 143, 389, 445, 512, 513, 514, 636, 2375, 2376, 2379, 2380, 4505, 4506, 5500,
  5601, 5800, 5900, 5985, 5986, 8140, 10250,
]);

/** KICS, "Sensitive Port Is Exposed To Entire Network". */
const exposedPort = { kics: ["594c198b-4d79-41b8-9b36-fde13348b619"] };

/** Subnets whose traffic Azure manages: it refuses a group there, or advises against it. */
const managedSubnet = /^(?:GatewaySubnet|AzureFirewall(?:Management)?Subnet|RouteServerSubnet)$/i;

const subnetGroup = (component: Component, model: Model): Verdict => {
  const delegations = readAll(component.attributes, "delegation");
  const isNetApp = delegations.some(([, block]) =>
    /netapp/i.test(asText(read(block, "service_delegation.name")) ?? asText(block["name"]) ?? ""),
  );
  if (isNetApp || managedSubnet.test(textAt(component, "name") ?? "")) return pass;
  if (read(component.attributes, "network_security_group_id") !== undefined) return pass;
  const companions = companionsOf(component, model, "azurerm_subnet_network_security_group_association", "subnet_id");
  if (companions === undefined) return unknown;
  return companions.length > 0 ? pass : fail();
};

/** Zero days mean for ever. Source: CIS Microsoft Azure Foundations, which asks for a retention policy that is enabled. */
const flowLogRetention = ({ attributes }: Component): Verdict => {
  const enabled = read(attributes, "retention_policy.enabled");
  const days = read(attributes, "retention_policy.days");
  if (isUnknown(enabled) || isUnknown(days)) return unknown;
  if (read(attributes, "retention_policy") === undefined) return fail();
  const kept = Number(asText(days) ?? 0);
  if (asText(enabled) === "false") return fail("retention_policy.enabled");
  if (kept !== 0 && kept < 90) return fail("retention_policy.days");
  return asText(read(attributes, "enabled")) === "false" ? fail("enabled") : pass;
};

const ddos = (component: Component, model: Model): Verdict => {
  const isPublic = model.ofType("azurerm_public_ip").length > 0;
  return !isPublic || read(component.attributes, "ddos_protection_plan") !== undefined ? pass : fail();
};

/** A public address that may be left out depends on a condition, so it is not known. */
/** Of a network interface. */
export const publicAddress = (component: Component): Verdict =>
  eachBlock(component, "ip_configuration", (block, path) => {
    const address = read(block, "public_ip_address_id");
    if (address === undefined || address === "") return pass;
    const isCertain = !isUnknown(address) || address.refs.some((ref) => ref.includes("azurerm_public_ip."));
    return isCertain ? fail(`${path}.public_ip_address_id`) : unknown;
  });

const gatewayFirewall = (component: Component, model: Model): Verdict => {
  const policy = model.target(component, "firewall_policy_id");
  if (policy !== undefined) {
    const state = mustNotBe("policy_settings.enabled", false)(policy);
    return state.outcome === "fail" ? fail("firewall_policy_id") : state;
  }
  if (read(component.attributes, "firewall_policy_id") !== undefined) return pass;
  const enabled = read(component.attributes, "waf_configuration.enabled");
  if (isUnknown(enabled)) return unknown;
  if (asText(enabled) === "true") return pass;
  return fail(isObject(read(component.attributes, "waf_configuration")) ? "waf_configuration" : undefined);
};

const frontDoorFirewall = (component: Component, model: Model): Verdict => {
  if (component.type === "azurerm_frontdoor")
    return eachBlock(
      component,
      "frontend_endpoint",
      (block, path) => (read(block, "web_application_firewall_policy_link_id") === undefined ? fail(path) : pass),
      fail(),
    );
  const policies = companionsOf(component, model, "azurerm_cdn_frontdoor_security_policy", "cdn_frontdoor_profile_id");
  if (policies === undefined) return unknown;
  return policies.length > 0 ? pass : fail();
};

export const azureNetworkRules: readonly Rule[] = [
  rule({
    id: "azure-nsg-every-port-open",
    severity: "critical",
    pillar: "security",
    types: groups,
    title: "Every port is open to the whole internet",
    why: "Whatever listens on the machine, now or later, can be reached by anyone: SSH, Remote Desktop, databases.",
    fix: "List the ports that are served in `destination_port_ranges`, and limit `source_address_prefix`.",
    refs: {
      checkov: ["CKV_AZURE_9", "CKV_AZURE_10", "CKV_AZURE_160"],
      cis: ["5.0:7.1", "5.0:7.2", "5.0:7.4", "6.0:7.1", "6.0:7.2", "6.0:7.4"],
      ...exposedPort,
    },
    check: inbound(isEveryPort),
  }),
  rule({
    id: "azure-nsg-ssh-open",
    severity: "critical",
    pillar: "security",
    types: groups,
    title: "SSH is open to the whole internet",
    why: "Bots find the port within minutes and try passwords, keys and new vulnerabilities day and night.",
    fix: "Limit `source_address_prefix` to your own addresses, or use Azure Bastion.",
    refs: { checkov: ["CKV_AZURE_10"], cis: ["5.0:7.2", "6.0:7.2"] },
    check: inbound(reaches([22])),
  }),
  rule({
    id: "azure-nsg-rdp-open",
    severity: "critical",
    pillar: "security",
    types: groups,
    title: "Remote Desktop is open to the whole internet",
    why: "Remote Desktop on the internet is the most common way in for ransomware.",
    fix: "Limit `source_address_prefix` to your own addresses, or use Azure Bastion.",
    refs: { checkov: ["CKV_AZURE_9"], cis: ["5.0:7.1", "6.0:7.1"] },
    check: inbound(reaches([3389])),
  }),
  rule({
    id: "azure-nsg-http-open",
    severity: "medium",
    pillar: "security",
    types: groups,
    title: "Plain HTTP is open to the whole internet",
    why: "Machines answer unencrypted and without the load balancer and firewall in front of them.",
    fix: "Limit `source_address_prefix` to the gateway in front, and serve HTTPS there.",
    refs: { checkov: ["CKV_AZURE_160"], cis: ["5.0:7.4", "6.0:7.4"] },
    check: inbound(reaches([80])),
  }),
  rule({
    id: "azure-nsg-database-open",
    severity: "critical",
    pillar: "security",
    types: groups,
    title: "A database port is open to the whole internet",
    why: "Anyone can try passwords and exploits on the database itself.",
    fix: "Limit `source_address_prefix` to the subnets of the applications that use it.",
    refs: exposedPort,
    check: inbound(databases),
  }),
  rule({
    id: "azure-nsg-admin-port-open",
    severity: "high",
    pillar: "security",
    types: groups,
    title: "An administration port is open to the whole internet",
    why: "File sharing, Telnet, WinRM and the like were never meant for strangers, and worms look for them.",
    fix: "Limit `source_address_prefix` to your own addresses, or use Azure Bastion.",
    refs: exposedPort,
    check: inbound(adminPorts),
  }),
  rule({
    id: "azure-nsg-udp-open",
    severity: "high",
    pillar: "security",
    types: groups,
    title: "UDP is open to the whole internet",
    why: "Services on UDP are misused to flood others, because their senders can be forged.",
    fix: "Limit `source_address_prefix`, or set `protocol` to Tcp.",
    refs: { checkov: ["CKV_AZURE_77"], cis: ["5.0:7.3", "6.0:7.3"] },
    check: inbound((block) => isProtocol(block, /^udp$/i)),
  }),
  rule({
    id: "azure-subnet-no-nsg",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_subnet"],
    title: "Subnet has no security group",
    why: "Whatever gets into the network may reach every machine in the subnet on every port.",
    fix: "Add an `azurerm_subnet_network_security_group_association` for the subnet.",
    refs: { checkov: ["CKV2_AZURE_31"], cis: ["5.0:7.11", "6.0:7.11"] },
    check: subnetGroup,
  }),
  rule({
    id: "azure-nic-public-ip",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_network_interface"],
    title: "Machine has a public address",
    why: "It can be attacked directly, past any gateway or firewall.",
    fix: "Remove `public_ip_address_id` and reach the machine through a load balancer or Azure Bastion.",
    refs: { checkov: ["CKV_AZURE_119"] },
    check: publicAddress,
  }),
  rule({
    id: "azure-nic-ip-forwarding",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_network_interface"],
    title: "Machine forwards traffic of others",
    why: "Who breaks into it can route traffic around the network's rules.",
    fix: "Set `ip_forwarding_enabled` to false unless the machine is a router.",
    refs: { checkov: ["CKV_AZURE_118"] },
    check: (component) =>
      mustNotBe(spelling(component, "ip_forwarding_enabled", "enable_ip_forwarding"), true)(component),
  }),
  rule({
    id: "azure-flow-log-retention",
    severity: "low",
    pillar: "operations",
    types: ["azurerm_network_watcher_flow_log"],
    title: "Flow logs are kept for less than 90 days",
    why: "Many intrusions are noticed after months, when the traces are gone.",
    fix: "Set `retention_policy.days` to 90 or more.",
    refs: { checkov: ["CKV_AZURE_12"], cis: ["5.0:7.5", "5.0:7.8", "6.0:7.5", "6.0:7.8"] },
    check: flowLogRetention,
    remedy: ({ address }) => [
      set(address, "retention_policy.enabled", true),
      set(address, "retention_policy.days", 90),
    ],
  }),
  rule({
    id: "azure-vnet-ddos",
    severity: "low",
    pillar: "security",
    types: ["azurerm_virtual_network"],
    title: "Public network has no DDoS plan",
    why: "A flood of traffic can take public addresses down, and Azure's basic protection does not adapt to yours.",
    fix: "Add a `ddos_protection_plan`, if the roughly 3,000 dollars a month are worth it to you.",
    refs: { cis: ["5.0:8.5", "6.0:8.5"] },
    check: ddos,
  }),
  rule({
    id: "azure-app-gateway-waf",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_application_gateway"],
    title: "Application gateway has no web firewall",
    why: "Common attacks on web applications reach the application unfiltered.",
    fix: "Set `firewall_policy_id` to an enabled policy, with the WAF_v2 `sku`.",
    refs: { checkov: ["CKV_AZURE_120"] },
    check: gatewayFirewall,
  }),
  rule({
    id: "azure-front-door-waf",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_frontdoor", "azurerm_cdn_frontdoor_profile"],
    title: "Front Door has no web firewall",
    why: "Common attacks on web applications reach the origin unfiltered.",
    fix: "Attach a firewall policy with an `azurerm_cdn_frontdoor_security_policy`.",
    refs: { checkov: ["CKV_AZURE_121"] },
    check: frontDoorFirewall,
  }),
  rule({
    id: "azure-waf-policy-disabled",
    severity: "medium",
    pillar: "security",
    types: [
      "azurerm_web_application_firewall_policy",
      "azurerm_frontdoor_firewall_policy",
      "azurerm_cdn_frontdoor_firewall_policy",
    ],
    title: "Web firewall policy is switched off",
    why: "It looks as if attacks were filtered, and they are not.",
    fix: "Set `enabled` to true.",
    refs: { checkov: ["CKV_AZURE_122", "CKV_AZURE_123"] },
    check: (component) =>
      worstOf([mustNotBe("policy_settings.enabled", false)(component), mustNotBe("enabled", false)(component)]),
    remedy: (component) => [set(component.address, spelling(component, "policy_settings.enabled", "enabled"), true)],
  }),
];
