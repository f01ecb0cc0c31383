/** A value that only exists after `terraform apply`, or that cannot be computed here. It is never guessed. */
export class Unknown {
  /** Addresses that it is made of, e.g. `aws_s3_bucket.assets`. */
  readonly refs: readonly string[];
  /** What is known of it all the same: a template with `${…}` where it is not, or the object given to `jsonencode`. */
  readonly shape: Value | undefined;
  /** The variable that nobody has set, where the value is that and nothing else. */
  readonly variable: UnsetVariable | undefined;
  /** Its place in the list that it was taken from, where that list is not known either: 0 in `names[0]`. */
  readonly element: number | undefined;
  /** What stands in each gap of a shape that is a text, in order. */
  readonly gaps: readonly Unknown[] | undefined;
  /** The text that it is the base64 form of, where that is known in part. */
  readonly encoded: Unknown | undefined;
  /** What it is as long as the design lies where it is taken to lie: decides what code chooses by it, and no text. */
  readonly assumed: string | undefined;

  constructor(refs: readonly string[] = [], shape?: Value, details: UnknownDetails = {}) {
    this.refs = refs;
    this.shape = shape;
    this.variable = details.variable;
    this.element = details.element;
    this.gaps = details.gaps;
    this.encoded = details.encoded;
    this.assumed = details.assumed;
  }
}

interface UnknownDetails {
  variable?: UnsetVariable;
  element?: number | undefined;
  gaps?: readonly Unknown[] | undefined;
  encoded?: Unknown | undefined;
  assumed?: string | undefined;
}

/** What a caller has to give: a template asks for it under the same name. */
export interface UnsetVariable {
  name: string;
  type: "text" | "number" | "list";
  secret: boolean;
}

export type Value = null | boolean | number | string | Unknown | readonly Value[] | { readonly [name: string]: Value };
export type Attributes = Readonly<Record<string, Value>>;

export const isUnknown = (value: Value | undefined): value is Unknown => value instanceof Unknown;

export const isObject = (value: Value | undefined): value is Attributes =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);

const step = (value: Value | undefined, name: string): Value | undefined => {
  if (Array.isArray(value)) return step(value[0], name);
  if (isUnknown(value)) return value;
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
};

/**
 * The value at a dotted path; a nested block is entered at its first occurrence (`metadata_options.http_tokens`).
 * `undefined` and `null` both mean "not set"; only `undefined` is answered.
 */
export const read = (attributes: Attributes, path: string): Value | undefined => {
  let value: Value | undefined = attributes;
  for (const name of namesOf(path)) value = step(value, name);
  return value === null ? undefined : value;
};

// Rules ask for the same few hundred paths again and again; splitting them each time was 3% of an analysis.
const splitPaths = new Map<string, readonly string[]>();
const mostSplit = 2_000;

const namesOf = (path: string): readonly string[] => {
  const known = splitPaths.get(path);
  if (known !== undefined) return known;
  const names = path.split(".");
  if (splitPaths.size < mostSplit) splitPaths.set(path, names);
  return names;
};

/** All occurrences of a nested block with the path of each: `ingress` → `[["ingress[0]", {…}], …]`. An unknown block list is empty. */
export const readAll = (attributes: Attributes, path: string): [path: string, block: Attributes][] => {
  const value = read(attributes, path);
  if (Array.isArray(value))
    return value.flatMap((item: Value, index) =>
      isObject(item) ? [[`${path}[${index}]`, item] as [string, Attributes]] : [],
    );
  return isObject(value) ? [[path, value]] : [];
};

/** Text of a string, number or boolean; `undefined` for anything else. Terraform converts between them freely. */
export const asText = (value: Value | undefined): string | undefined =>
  typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : undefined;

/** Whether it is known and its text is one that the pattern finds. */
export const matches = (value: Value | undefined, pattern: RegExp): boolean => {
  const text = asText(value);
  return text !== undefined && pattern.test(text);
};
