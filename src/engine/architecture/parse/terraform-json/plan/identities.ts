import { catalogue } from "../../../model/index.ts";
import type { Instance } from "./instance.ts";
import { stemOf } from "./references.ts";
import type { Target } from "./references.ts";

/** Attributes by whose values resources name each other, the most telling first. */
const identifying = ["id", "arn", "self_link", "invoke_arn", "name"];
/** What can only be one thing: an ARN, an id that the cloud gave, a path, an address. */
const telling = /^arn:|^[a-z]{2,12}-[0-9a-f]{8,17}$|^\/subscriptions\/|^projects\/|^https:\/\//;
const arn = /arn:aws[\w-]{0,10}:[^\s"'*\\,]{5,300}/g;

/** Things of one name: among more than this nothing is told apart. */
const mostAlike = 50;

/** Names of a thing's own, under which nothing else is meant. */
const ownNames = new Set(["id", "arn", "self_link", "name", "name_prefix", "description", "identifier"]);

/** Once something is built its references are values. This finds what a value names. */
export class Identities {
  private readonly byValue = new Map<string, Target[]>();

  constructor(instances: readonly Instance[]) {
    for (const instance of instances) {
      const taken = new Set<string>();
      for (const attribute of identifying) {
        const node = instance.values.get(attribute)?.value;
        const value = node?.kind === "scalar" ? node.value : undefined;
        if (typeof value !== "string" || value.length < 3 || taken.has(value)) continue;
        taken.add(value);
        const known = this.byValue.get(value);
        if (known === undefined) this.byValue.set(value, [{ instance, attribute }]);
        else if (known.length < mostAlike) known.push({ instance, attribute });
      }
    }
  }

  /** The resource that the value of an attribute names, when both or the value alone leave no doubt. */
  named(value: string, attribute: string, from: Instance): Target | undefined {
    if (ownNames.has(attribute)) return undefined;
    const isTelling = telling.test(value);
    const ending = `_${stemOf(attribute)}`;
    const candidates = (this.byValue.get(value) ?? []).filter(
      ({ instance }) => instance !== from && (isTelling || instance.type.endsWith(ending)),
    );
    const dependedOn = candidates.length > 1 ? candidates.filter(({ instance }) => dependsOn(from, instance)) : [];
    return mainOf(dependedOn.length > 0 ? dependedOn : candidates);
  }

  /** Every known ARN in a text, and what it names. */
  arnsIn(text: string, from: Instance): { start: number; end: number; target: Target }[] {
    return Array.from(text.matchAll(arn)).flatMap(({ 0: found, index }) => {
      // `arn:aws:s3:::logs/*` is about the bucket `arn:aws:s3:::logs`.
      for (const name of [found, found.replace(/[/:]$/, ""), found.replace(/\/.*$/s, "")]) {
        const target = mainOf((this.byValue.get(name) ?? []).filter(({ instance }) => instance !== from));
        if (target !== undefined) return [{ start: index, end: index + name.length, target }];
      }
      return [];
    });
  }
}

/** Dependencies are between blocks: their addresses have no index. */
const dependsOn = (from: Instance, { mode, module, type, name }: Instance): boolean => {
  const path = module.map((call) => `module.${call.name}.`).join("");
  const address = `${path}${mode === "data" ? "data." : ""}${type}.${name}`;
  return from.dependsOn.some((known) => known.replaceAll(/\[[^\]]{0,300}\]/g, "") === address);
};

/** Settings of a bucket have the bucket's own name for their id: the thing itself is meant. */
const mainOf = (candidates: readonly Target[]): Target | undefined => {
  const drawn = candidates.filter(
    ({ instance }) => !["part", "wire", "hidden"].includes(catalogue(instance.type).role),
  );
  const [first, ...others] = drawn.length > 0 ? drawn : candidates;
  return others.every(({ instance }) => instance === first?.instance) ? first : undefined;
};
