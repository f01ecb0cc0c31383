/** What a module turns out to need while its steps are written. */
export class Module {
  readonly #helpers = new Set<string>();
  readonly #imports = new Set<string>();
  readonly #constants = new Map<string, string>();

  use(helper: string): void {
    this.#helpers.add(helper);
  }

  import(line: string): void {
    this.#imports.add(line);
  }

  /** A constant with its statement; the first of a name stands. */
  constant(name: string, statement: string): void {
    if (!this.#constants.has(name)) this.#constants.set(name, statement);
  }

  get helpers(): ReadonlySet<string> {
    return this.#helpers;
  }

  get imports(): ReadonlySet<string> {
    return this.#imports;
  }

  get constants(): ReadonlyMap<string, string> {
    return this.#constants;
  }
}
