import { addBlock, set } from "../design/edit.ts";
import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Value } from "../model/index.ts";
import { fail, mustBe, mustBeSet, mustMatch, onlyWhere, pass, textAt, unknown, worstOf } from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const firewall = ["google_compute_firewall"];
const subnet = ["google_compute_subnetwork"];

const world = new Set(["0.0.0.0/0", "0.0.0.0", "::/0", "::0"]);

/** `undefined` when nothing says yes and something is not known. */
const someOf = (value: Value | undefined, test: (text: string) => boolean): boolean | undefined => {
  if (isUnknown(value)) return undefined;
  const list: readonly Value[] = Array.isArray(value) ? value : [];
  if (list.some((item) => !isUnknown(item) && test(asText(item) ?? ""))) return true;
  return list.some(isUnknown) ? undefined : false;
};

const covers =
  (ports: readonly number[]) =>
  (range: string): boolean => {
    const [first = Number.NaN, last = first] = range.split("-").map(Number);
    return ports.some((port) => first <= port && port <= last);
  };

/** Without forward secrecy, or with 3DES. Source: CIS Google Cloud Foundations, "no … SSL policies with weak cipher suites". */
const weakCipher = /^TLS_RSA_/;

/** RESTRICTED takes nothing older than TLS 1.2 whatever else is said, and so do the ciphers of a CUSTOM list that are left. */
const tlsPolicy = (component: Component): Verdict => {
  const profile = read(component.attributes, "profile");
  if (isUnknown(profile)) return unknown;
  if (asText(profile) === "RESTRICTED") return pass;
  if (asText(profile) === "MODERN") return mustMatch("min_tls_version", /^TLS_1_[23]$/, fail("profile"))(component);
  if (asText(profile) !== "CUSTOM") return fail(profile === undefined ? undefined : "profile");
  const isWeak = someOf(read(component.attributes, "custom_features"), (cipher) => weakCipher.test(cipher));
  if (isWeak === undefined) return unknown;
  return isWeak ? fail("custom_features") : pass;
};

const isOff = ({ attributes }: Component): boolean =>
  asText(read(attributes, "disabled")) === "true" || matches(read(attributes, "direction"), /^egress$/i);

const isUncertain = ({ attributes }: Component): boolean =>
  isUnknown(read(attributes, "disabled")) || isUnknown(read(attributes, "direction"));

/** Does the firewall let the whole world in on an `allow` block that `concerns` the check? */
const openTo =
  (concerns: (block: Attributes) => boolean | undefined) =>
  (component: Component): Verdict => {
    if (isOff(component)) return pass;
    const isOpen = someOf(read(component.attributes, "source_ranges"), (range) => world.has(range));
    if (isOpen === false) return pass;
    const allow = read(component.attributes, "allow");
    if (isUnknown(allow)) return unknown;
    return worstOf(
      readAll(component.attributes, "allow").map(([path, block]) => {
        const isMeant = concerns(block);
        if (isMeant === false) return pass;
        return isMeant === undefined || isOpen === undefined || isUncertain(component) ? unknown : fail(path);
      }),
    );
  };

/** Without `ports` a block allows all of them. */
const reaches =
  (...ports: number[]) =>
  (block: Attributes): boolean | undefined => {
    const protocol = read(block, "protocol");
    if (isUnknown(protocol)) return undefined;
    if (!matches(protocol, /^(?:tcp|6)$/i)) return false;
    return read(block, "ports") === undefined ? true : someOf(read(block, "ports"), covers(ports));
  };

const isEverything = (block: Attributes): boolean | undefined => {
  const protocol = read(block, "protocol");
  return isUnknown(protocol) ? undefined : matches(protocol, /^all$/i);
};

/** Subnets that only hold Google's own proxies have no machines, and take neither setting. */
const holdsMachines = (purpose: string | undefined): boolean =>
  purpose === undefined || purpose.startsWith("PRIVATE_RFC") || purpose === "PRIVATE";

export const gcpNetworkRules: readonly Rule[] = [
  rule({
    id: "gcp-firewall-ssh-open",
    severity: "critical",
    pillar: "security",
    types: firewall,
    title: "SSH is open to the whole internet",
    why: "Bots find the port within minutes and try passwords, keys and new vulnerabilities day and night.",
    fix: "Limit `source_ranges` to your own addresses, or to 35.235.240.0/20 for IAP.",
    refs: { checkov: ["CKV_GCP_2"], cis: ["4.0:3.6", "5.0:3.6"] },
    check: openTo(reaches(22)),
  }),
  rule({
    id: "gcp-firewall-rdp-open",
    severity: "critical",
    pillar: "security",
    types: firewall,
    title: "Remote Desktop is open to the whole internet",
    why: "Remote Desktop on the internet is the most common way in for ransomware.",
    fix: "Limit `source_ranges` to your own addresses, or to 35.235.240.0/20 for IAP.",
    refs: { checkov: ["CKV_GCP_3"], cis: ["4.0:3.7", "5.0:3.7"] },
    check: openTo(reaches(3389)),
  }),
  rule({
    id: "gcp-firewall-database-open",
    severity: "critical",
    pillar: "security",
    types: firewall,
    title: "A database port is open to the whole internet",
    why: "Anyone can try passwords and exploits on the database itself.",
    fix: "Limit `source_ranges`, or use `source_tags` of the applications that use it.",
    refs: { checkov: ["CKV_GCP_88"] },
    check: openTo(reaches(1433, 1521, 3306, 5432, 6379, 9042, 9200, 11211, 27017)),
  }),
  rule({
    id: "gcp-firewall-ftp-open",
    severity: "high",
    pillar: "security",
    types: firewall,
    title: "FTP is open to the whole internet",
    why: "FTP sends passwords and files in plain text.",
    fix: "Limit `source_ranges`, or replace FTP by SFTP or a bucket.",
    refs: { checkov: ["CKV_GCP_75", "CKV_GCP_77"] },
    check: openTo(reaches(20, 21)),
  }),
  rule({
    id: "gcp-firewall-http-open",
    severity: "medium",
    pillar: "security",
    types: firewall,
    title: "Plain HTTP is open to the whole internet",
    why: "Machines answer unencrypted and without the load balancer and Cloud Armor in front of them.",
    fix: "Limit `source_ranges` to Google's load balancers, 130.211.0.0/22 and 35.191.0.0/16.",
    refs: { checkov: ["CKV_GCP_106"] },
    check: openTo(reaches(80)),
  }),
  rule({
    id: "gcp-firewall-all-open",
    severity: "critical",
    pillar: "security",
    types: firewall,
    title: "Everything is open to the whole internet",
    why: "Every service on every machine of the network, meant or forgotten, can be attacked.",
    fix: "List protocols and `ports` in `allow`, and limit `source_ranges`.",
    refs: { checkov: ["CKV2_GCP_12"] },
    check: openTo(isEverything),
  }),
  rule({
    id: "gcp-subnet-no-flow-logs",
    severity: "medium",
    pillar: "operations",
    types: subnet,
    title: "Subnet keeps no flow logs",
    why: "After an incident nobody can tell which machine talked to whom.",
    fix: "Add a `log_config` block.",
    refs: { checkov: ["CKV_GCP_26"], cis: ["4.0:3.8", "5.0:3.10"] },
    check: onlyWhere("purpose", holdsMachines, mustBeSet("log_config")),
    remedy: ({ address }) => [
      addBlock(address, "log_config", {
        aggregation_interval: "INTERVAL_10_MIN",
        flow_sampling: 0.5,
        metadata: "INCLUDE_ALL_METADATA",
      }),
    ],
  }),
  rule({
    id: "gcp-subnet-no-private-access",
    severity: "low",
    pillar: "security",
    types: subnet,
    title: "Machines need a public way to Google's APIs",
    why: "To reach storage or secrets they need public addresses or NAT, which open a way out for stolen data.",
    fix: "Set `private_ip_google_access = true`.",
    refs: { checkov: ["CKV_GCP_74"] },
    check: onlyWhere("purpose", holdsMachines, mustBe("private_ip_google_access", true)),
    remedy: setTo("private_ip_google_access", true),
  }),
  rule({
    id: "gcp-default-network",
    severity: "medium",
    pillar: "security",
    types: ["google_project"],
    title: "Project keeps the default network",
    why: "It has subnets in every region and lets SSH and Remote Desktop in from everywhere.",
    fix: "Set `auto_create_network = false`.",
    refs: { checkov: ["CKV_GCP_27"], cis: ["4.0:3.1", "5.0:3.1"] },
    check: mustBe("auto_create_network", false),
    remedy: setTo("auto_create_network", false),
  }),
  rule({
    id: "gcp-tls-policy",
    severity: "medium",
    pillar: "security",
    types: ["google_compute_ssl_policy"],
    title: "Load balancer accepts old TLS versions or weak ciphers",
    why: "They have known weaknesses, and they are what a policy takes when nothing is said.",
    fix: 'Set `profile = "MODERN"` with `min_tls_version = "TLS_1_2"`, or `profile = "RESTRICTED"`.',
    refs: { checkov: ["CKV_GCP_4"], cis: ["4.0:3.9", "5.0:3.9"] },
    check: tlsPolicy,
    remedy: (component) => [
      set(component.address, "min_tls_version", "TLS_1_2"),
      ...(/^(?:MODERN|RESTRICTED|CUSTOM)$/.test(textAt(component, "profile") ?? "")
        ? []
        : [set(component.address, "profile", "MODERN")]),
    ],
  }),
  rule({
    id: "gcp-dnssec",
    severity: "low",
    pillar: "security",
    types: ["google_dns_managed_zone"],
    title: "Zone is not signed",
    why: "Forged answers can send visitors and mail elsewhere.",
    fix: 'Set `dnssec_config.state = "on"` and give the key to your registrar.',
    refs: { checkov: ["CKV_GCP_16"], cis: ["4.0:3.3", "5.0:3.3"] },
    check: onlyWhere("visibility", (visibility) => visibility !== "private", mustBe("dnssec_config.state", "on")),
    remedy: ({ address }) => [set(address, "dnssec_config.state", "on")],
  }),
];
