import { mustBe, mustBeSet, spelling } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Rule } from "./rule.ts";

/** What differs between services that can have the same fault. */
interface Member {
  id: string;
  types: readonly string[];
  /** What it is, as a title begins: "Search service". */
  what: string;
  /** Where it says so; the names that other provider versions have for it come after. */
  path: string;
  older?: readonly string[];
  checkov: readonly string[];
}

/** A store that is encrypted with the provider's key, which its owner cannot withdraw. */
export const withoutOwnKey = ({ id, types, what, path, older = [], checkov }: Member): Rule =>
  rule({
    id,
    severity: "low",
    pillar: "security",
    types,
    title: `${what} has no key of your own`,
    why: "The provider's key cannot be withdrawn by you, which some contracts and regulators ask for.",
    fix: `Set \`${path}\` to a key of your own.`,
    refs: { checkov },
    check: (component) => mustBeSet(spelling(component, path, ...older))(component),
  });

/** A service that answers from every network unless it is told not to. */
export const onPublicNetwork = ({ id, types, what, path, older = [], checkov }: Member): Rule =>
  rule({
    id,
    severity: "medium",
    pillar: "security",
    types,
    title: `${what} is reachable from public networks`,
    why: "A stolen login or a new vulnerability is enough to get in, from anywhere in the world.",
    fix: `Set \`${path} = false\` and use private endpoints.`,
    refs: { checkov },
    check: (component) => mustBe(spelling(component, path, ...older), false)(component),
  });

/** A service that has to keep passwords of what it uses, for want of an identity. */
export const withoutIdentity = ({ id, types, what, checkov }: Omit<Member, "path">): Rule =>
  rule({
    id,
    severity: "low",
    pillar: "security",
    types,
    title: `${what} has no identity of its own`,
    why: "To reach keys and data it needs passwords in its settings, which leak and are never changed.",
    fix: 'Add an `identity` block, e.g. with `type = "SystemAssigned"`.',
    refs: { checkov },
    check: mustBeSet("identity"),
  });

/** A service that opens to a key that everyone shares. */
export const openedByKey = ({ id, types, what, path, older = [], checkov }: Member): Rule =>
  rule({
    id,
    severity: "low",
    pillar: "security",
    types,
    title: `${what} can be opened with a shared key`,
    why: "The key opens everything, and nobody can tell who used it.",
    fix: `Set \`${path} = false\` and give roles in Entra ID.`,
    refs: { checkov },
    check: (component) => mustBe(spelling(component, path, ...older), false)(component),
  });
