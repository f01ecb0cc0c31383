/** `DBInstanceIdentifier` → `db_instance_identifier`, `SubnetIDs` → `subnet_ids`. */
export const snakeCase = (name: string): string =>
  // Most names are one word.
  /^[A-Z]?[a-z\d]*$/.test(name) ? name.toLowerCase() : splitWords(name);

const splitWords = (name: string): string =>
  name
    .replaceAll(/(?<=[A-Z])s(?=[A-Z]|$)/g, "S")
    .replaceAll("OAuth", "Oauth")
    .replaceAll(/(?<=[MG])iB/g, "ib")
    .replaceAll("VCpu", "Vcpu")
    .replaceAll("IPv", "Ipv")
    .replaceAll("AutoScaling", "Autoscaling")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .replaceAll(/[^A-Za-z\d_]/g, "_")
    .toLowerCase();

/** A name that Terraform takes: a logical id as it stands, anything else with its odd characters replaced. */
const terraformName = (name: string): string => {
  const plain = name.replaceAll(/[^\w-]/g, "_").slice(0, 100);
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
};

/** `AWS::Foo::BarBaz` → `aws_foo_bar_baz`; `undefined` for what names no type. */
export const terraformType = (type: string): string | undefined => {
  const parts = type.split("::");
  if (parts.length < 3 || !parts.every((part) => /^[A-Za-z][A-Za-z\d]{0,60}$/.test(part))) return undefined;
  return parts.map(snakeCase).join("_");
};

/** Names that Terraform keeps for itself among variables. */
const reserved = new Set(["source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"]);

/** Hands out names, each once. */
export class Names {
  private readonly taken = new Set<string>();
  private readonly next = new Map<string, number>();

  /** `wanted`, or with a number behind it where that is taken in `space`. */
  claim(space: string, wanted: string): string {
    const plain = terraformName(wanted);
    const base = space === "var" && reserved.has(plain) ? `${plain}_` : plain;
    const first = `${space}.${base}`;
    let name = base;
    let number = this.next.get(first) ?? 2;
    while (this.taken.has(`${space}.${name}`)) name = `${base}${number++}`;
    this.next.set(first, number);
    this.taken.add(`${space}.${name}`);
    return name;
  }
}
