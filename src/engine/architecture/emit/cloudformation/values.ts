import { isObject, isUnknown, read, Unknown } from "../../model/index.ts";
import type { Component, Value } from "../../model/index.ts";
import { maskMarker } from "../../secrets/index.ts";
import type { Cfn, Draft, Located } from "./cfn.ts";
import { deepest, escapeSub, prune, ref, sub } from "./cfn.ts";
import type { Handle } from "./mapping.ts";
import type { Translation } from "./translation.ts";

/** Where a value stands, and what of a resource is wanted there. */
export interface Place {
  component: Component;
  path: string;
  handle: Handle;
}

/** What the evaluator writes where a part of a text is not known. */
const gap = "${…}";

/** Attributes that hold a resource's own name, by which Terraform code also refers to it. */
const nameAttributes = [
  "name",
  "bucket",
  "identifier",
  "function_name",
  "cluster_identifier",
  "cluster_id",
  "replication_group_id",
  "family",
];

/** Data sources that CloudFormation knows the answer of. */
const pseudoParameters: readonly (readonly [source: string, parameter: string])[] = [
  ["data.aws_caller_identity.", "AWS::AccountId"],
  ["data.aws_region.", "AWS::Region"],
  ["data.aws_partition.", "AWS::Partition"],
];

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);
/** Names that say that the value is a secret. */
const secretName = /password|secret|token|credential|(?:private|api|access)_?key/i;

/** A Terraform value as a value of a template; `undefined` where it is not known. */
export const translate = (value: Value | undefined, place: Place, to: Translation, depth = 0): Draft => {
  if (value === undefined || value === null || depth > deepest) return undefined;
  if (isUnknown(value)) return translateUnknown(value, place, to, depth);
  if (typeof value === "string") return translateText(value, place, to);
  if (isList(value))
    return value.flatMap((item, index) => translateItem(item, inside(place, String(index)), to, depth));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(
    ([name, item]) => [name, translate(item, inside(place, name), to, depth + 1)] as const,
  );
  return Object.fromEntries(members);
};

const inside = (place: Place, step: string): Place => ({ ...place, path: `${place.path}.${step}` });

/** One item of a list; a reference to a whole block stands for each of its instances. */
const translateItem = (item: Value, place: Place, to: Translation, depth: number): Draft[] => {
  const [only, ...others] = isUnknown(item) && item.shape === undefined ? item.refs : [];
  if (only !== undefined && others.length === 0) {
    const meant = to.meant(only);
    if (meant.length > 1) return meant.map((component) => to.locate(component, place.handle));
  }
  return [orMissed(translate(item, place, to, depth + 1), item, place, to)];
};

/** What is left out of a list is told. */
const orMissed = (found: Draft, item: Value, { component, path }: Place, to: Translation): Draft => {
  if (found === undefined && item !== null) to.reading.miss(component, path);
  return found;
};

const translateText = (text: string, place: Place, to: Translation): Draft => {
  if (text.includes(maskMarker)) return to.parameter(place.component, place.path, { secret: true });
  if (place.handle === "text") return text;
  const named = namedBy(text, place, to);
  return named === undefined ? text : (to.locate(named, place.handle) ?? text);
};

/** The component that a known text names, where the code refers to it: `aws_db_subnet_group.data.name` is `"shop"`. */
const namedBy = (text: string, { component, path }: Place, to: Translation): Component | undefined => {
  const [top] = path.split(".");
  for (const reference of component.references) {
    if (reference.path !== top) continue;
    for (const candidate of to.meant(reference.to))
      if (nameAttributes.some((name) => read(candidate.attributes, name) === text)) return candidate;
  }
  return undefined;
};

const translateUnknown = (value: Unknown, place: Place, to: Translation, depth: number): Draft => {
  const { shape, variable, encoded } = value;
  if (variable !== undefined) return to.variable(variable);
  if (encoded !== undefined) {
    const text = translateUnknown(encoded, place, to, depth + 1);
    return text === undefined ? undefined : { "Fn::Base64": text };
  }
  if (typeof shape === "string") return fillGaps(shape, value, place, to);
  if (shape !== undefined) return translate(shape, place, to, depth + 1);
  return locateLast(value.refs, place.handle, to);
};

/** A value seen through another resource lists that one first: what it comes from stands last. */
const locateLast = (refs: readonly string[], handle: Handle, to: Translation): Located | undefined => {
  for (const reference of refs.toReversed()) {
    const found = locateReference(reference, handle, to);
    if (found !== undefined) return found;
  }
  return undefined;
};

const locateReference = (reference: string, handle: Handle, to: Translation): Located | undefined => {
  const pseudo = pseudoParameters.find(([source]) => reference.startsWith(source));
  if (pseudo !== undefined) return ref(pseudo[1]);
  const [component] = to.meant(reference);
  return component && to.locate(component, handle);
};

/** A text with gaps becomes `Fn::Sub` when it is known what belongs into each. */
const fillGaps = (
  shape: string,
  { refs, gaps: fillers }: Unknown,
  { handle, component, path }: Place,
  to: Translation,
): Draft => {
  if (shape.includes(maskMarker)) return to.parameter(component, path, { secret: true });
  const texts = shape.split(gap);
  const gaps = texts.length - 1;
  if (gaps === 0) return shape;
  if (fillers === undefined && gaps > 1 && gaps !== refs.length) return undefined;
  const pieces: string[] = [];
  for (const [at, before] of texts.slice(0, -1).entries()) {
    const wanted = handleOfGap(handle, before, at);
    const filler = fillers?.[at] ?? new Unknown(gaps === 1 ? refs : refs.slice(at, at + 1));
    const found = isSuffix(filler, before)
      ? ref("AWS::URLSuffix")
      : filler.variable === undefined
        ? locateLast(filler.refs, wanted, to)
        : to.variable(filler.variable);
    if (found === undefined) return undefined;
    pieces.push(asSubPiece(found));
  }
  const hasReference = pieces.some((piece) => piece.includes("${"));
  const text = texts.map((part, at) => (hasReference ? escapeSub(part) : part) + (pieces[at] ?? "")).join("");
  return hasReference ? sub(text) : text;
};

/** Of what is known of a partition it is its domain that comes after a dot: `"ec2.${data.aws_partition.current.dns_suffix}"`. */
const isSuffix = ({ refs }: Unknown, before: string): boolean =>
  before.endsWith(".") && (refs[0]?.startsWith("data.aws_partition.") ?? false);

/** `"${bucket.arn}/*"` begins with the ARN; within `"arn:aws:s3:::${bucket.id}"` it is the id that is missing. */
const handleOfGap = (handle: Handle, before: string, at: number): Handle =>
  (handle === "arn" || handle === "execution") && (at > 0 || before !== "") ? "name" : handle;

const asSubPiece = (value: Located): string => {
  if (typeof value === "string") return value;
  if ("Fn::Sub" in value) return value["Fn::Sub"];
  return "Ref" in value ? `\${${value.Ref}}` : `\${${value["Fn::GetAtt"].join(".")}}`;
};

/** The parameter for a place whose value nobody but the caller knows. */
export const askFor = ({ component, path }: Place, to: Translation): Cfn =>
  to.parameter(component, path, { secret: secretName.test(path) && !path.endsWith("arn") });

/**
 * A document, such as a policy, as an object: JSON text is read, references become ARNs, and what is not known of a list is
 * left out of it. A part without which the document says something else is asked for.
 */
export const translateDocument = (value: Value | undefined, place: Place, to: Translation): Draft => {
  const document = isUnknown(value) && value.shape !== undefined ? value.shape : value;
  const parsed = typeof document === "string" ? readJson(document) : document;
  return translatePart(parsed, place, to, 0);
};

/** JSON as it is written, or the text when it is none. */
export const readJson = (text: string): Value => {
  try {
    return JSON.parse(text) as Value; // JSON is made of exactly what a `Value` is, unknowns apart.
  } catch {
    return text;
  }
};

const handleOfKey = (key: string, handle: Handle): Handle =>
  key === "CanonicalUser"
    ? "canonical"
    : /vpc/i.test(key)
      ? "id"
      : handle === "name" && /arns?$|^resources$/i.test(key)
        ? "arn"
        : handle;

const translatePart = (part: Value | undefined, place: Place, to: Translation, depth: number): Draft => {
  if (part === undefined || part === null || depth > deepest) return undefined;
  if (isUnknown(part) && part.shape !== undefined && typeof part.shape !== "string")
    return translatePart(part.shape, place, to, depth + 1);
  if (isList(part)) {
    const items = part.map((item, index) =>
      isUnknown(item)
        ? orMissed(translate(item, inside(place, String(index)), to), item, inside(place, String(index)), to)
        : translatePart(item, inside(place, String(index)), to, depth + 1),
    );
    return items.length > 0 && prune(items) === undefined ? [askFor(place, to)] : items;
  }
  if (isObject(part))
    return Object.fromEntries(
      Object.entries(part).map(([name, item]) => {
        const handle = handleOfKey(name, place.handle);
        return [name, translatePart(item, { ...inside(place, name), handle }, to, depth + 1)];
      }),
    );
  return translate(part, place, to) ?? askFor(place, to);
};
