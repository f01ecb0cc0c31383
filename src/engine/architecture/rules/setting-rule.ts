import { asText } from "../model/index.ts";
import { fail, judge, mustBeSet, pass } from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Pillar, Rule, Severity } from "./rule.ts";

type Plain = string | number | boolean;

/** A rule that asks one attribute of a resource for one value. */
interface Setting {
  id: string;
  severity: Severity;
  /** Security, where nothing is said. */
  pillar?: Pillar;
  types: readonly string[];
  path: string;
  /** The values that are good, the one to recommend first; without any, the attribute only has to be set. */
  want?: readonly [Plain, ...Plain[]];
  /** What an attribute that is left out means: bad, where nothing is said. */
  missing?: "good" | "bad";
  title: string;
  why: string;
  /** Where the finding points when the attribute is left out: what it is about. */
  near?: string;
  /** How to mend it, where "set the attribute to the value" does not tell. */
  fix?: string;
  checkov?: readonly string[];
  fsbp?: readonly string[];
  /** Setting it changes nothing that runs: it may be done unasked. */
  safe?: true;
}

const fixOf = ({ path, want, fix }: Setting): string =>
  fix ?? (want === undefined ? `Set \`${path}\`.` : `Set \`${path} = ${JSON.stringify(want[0])}\`.`);

/** Makes the rule of a setting. */
export const settingRule = (setting: Setting): Rule => {
  const { id, severity, pillar = "security", types, path, want, missing = "bad", title, why, safe } = setting;
  const absent = missing === "good" ? pass : fail(setting.near ?? path);
  const { checkov, fsbp } = setting;
  const good = new Set(want?.map((value) => String(value).toLowerCase()));
  return rule({
    id,
    severity,
    pillar,
    types,
    title,
    why,
    fix: fixOf(setting),
    refs: { ...(checkov && { checkov }), ...(fsbp && { fsbp }) },
    check:
      want === undefined
        ? mustBeSet(path)
        : (component) => judge(component, path, (value) => good.has((asText(value) ?? "").toLowerCase()), absent),
    ...(safe && want && { remedy: setTo(path, want[0]) }),
  });
};
