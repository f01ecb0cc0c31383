/** CloudFormation allows 255 characters; suffixes need room. */
const longestName = 200;

/** `orders_dlq` → `OrdersDlq`: letters and digits alone, as a logical id must be. */
export const pascalCase = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");

/** A name as templates have them and Terraform code has not: a design that came from a template keeps it. */
export const isLogicalId = (name: string): boolean =>
  /^[A-Za-z][A-Za-z0-9]*$/.test(name) && /^[A-Z]|[a-z\d][A-Z]/.test(name) && name.length <= longestName;

/** Hands out names that are unique in a template, the same ones for the same requests in the same order. */
export class Names {
  private readonly taken = new Set<string>();
  private readonly lastNumber = new Map<string, number>();

  /** True when nothing had the name before. */
  claim(name: string): boolean {
    if (this.taken.has(name)) return false;
    this.taken.add(name);
    return true;
  }

  take(wanted: string): string {
    const base = pascalCase(wanted).slice(0, longestName) || "Resource";
    let name = base;
    let number = this.lastNumber.get(base) ?? 1;
    while (this.taken.has(name)) name = `${base}${++number}`;
    this.lastNumber.set(base, number);
    this.taken.add(name);
    return name;
  }
}
