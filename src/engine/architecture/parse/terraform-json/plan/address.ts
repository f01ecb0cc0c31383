/** One step of an address: a name and the index behind it. */
export interface Step {
  name: string;
  key?: string | number;
  /** Offset behind the name, and behind the index. */
  nameEnd: number;
  end: number;
}

const indexPattern = /^\[(?:"((?:[^"\\]|\\.){0,1000})"|(\d{1,10}))\]/;

const keyOf = (match: RegExpExecArray): string | number => {
  const [, text, number] = match;
  return text === undefined ? Number(number) : text.replaceAll(/\\(.)/g, "$1");
};

/** `module.vpc["a.b"].aws_subnet.public[0].id` taken apart. What is no address ends the steps. */
export const stepsOf = (address: string): Step[] => {
  const steps: Step[] = [];
  let at = 0;
  for (;;) {
    const name = /^[\w-]{1,200}/.exec(address.slice(at, at + 200))?.[0];
    if (name === undefined) return steps;
    const nameEnd = at + name.length;
    const index = address[nameEnd] === "[" ? indexPattern.exec(address.slice(nameEnd, nameEnd + 1_100)) : null;
    const end = nameEnd + (index?.[0].length ?? 0);
    steps.push({ name, nameEnd, end, ...(index !== null && { key: keyOf(index) }) });
    if (address[end] !== ".") return steps;
    at = end + 1;
  }
};

/** A module instance by the calls that lead to it. */
export type ModulePath = readonly Pick<Step, "name" | "key">[];

/** `module.network.module.vpc["eu"]` → its calls. */
export const modulePathOf = (address: string): ModulePath => {
  const steps = stepsOf(address);
  return steps.filter((_, index) => index % 2 === 1 && steps[index - 1]?.name === "module");
};

/** The same path is the same text. */
export const pathKey = (path: ModulePath): string =>
  path.map(({ name, key }) => (key === undefined ? name : `${name}[${JSON.stringify(key)}]`)).join("/");
