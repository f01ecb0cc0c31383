import { own } from "../model/own.ts";
/** Family → the one that replaces it, and the sizes that both have. Source: AWS, "Previous generation instances" and the size tables of each family. */
const successors: Readonly<Record<string, readonly [family: string, sizes: readonly string[]]>> = {
  t1: ["t3", ["micro"]],
  t2: ["t3", ["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge"]],
  m3: ["m5", ["large", "xlarge", "2xlarge"]],
  m4: ["m5", ["large", "xlarge", "2xlarge", "4xlarge", "16xlarge"]],
  c3: ["c5", ["large", "xlarge", "2xlarge", "4xlarge"]],
  c4: ["c5", ["large", "xlarge", "2xlarge", "4xlarge"]],
  r3: ["r5", ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge"]],
  r4: ["r5", ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"]],
};

/** x86 family → its Graviton sibling, which has the same sizes up to 16xlarge. */
const arms: Readonly<Record<string, string>> = {
  t1: "t4g",
  t2: "t4g",
  m3: "m6g",
  m4: "m6g",
  c3: "c6g",
  c4: "c6g",
  r3: "r6g",
  r4: "r6g",
  t3: "t4g",
  t3a: "t4g",
  m5: "m6g",
  m5a: "m6g",
  m6i: "m7g",
  m6a: "m7g",
  m7i: "m7g",
  c5: "c6g",
  c5a: "c6g",
  c6i: "c7g",
  c6a: "c7g",
  c7i: "c7g",
  r5: "r6g",
  r5a: "r6g",
  r6i: "r7g",
  r6a: "r7g",
  r7i: "r7g",
};

const split = (type: string): [prefix: string, family: string, size: string] => {
  const [, prefix = "", family = "", size = ""] = /^(db\.)?([a-z]\w*)\.(\w+)$/.exec(type) ?? [];
  return [prefix, family, size];
};

/** Type of the current generation with the same size: `m4.large` → `m5.large`, `db.t2.small` → `db.t3.small`. */
export const newerSibling = (type: string): string | undefined => {
  const [prefix, family, size] = split(type);
  const [successor, sizes] = own(successors, family) ?? [];
  return successor !== undefined && sizes?.includes(size) === true ? `${prefix}${successor}.${size}` : undefined;
};

/** Graviton type with the same size: `t3.micro` → `t4g.micro`. */
export const armSibling = (type: string): string | undefined => {
  const [prefix, family, size] = split(type);
  const sibling = own(arms, family);
  return sibling !== undefined && /^(?:nano|micro|small|medium|large|(?:|2|4|8|12|16)xlarge)$/.test(size)
    ? `${prefix}${sibling}.${size}`
    : undefined;
};
