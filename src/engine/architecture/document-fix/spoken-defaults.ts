import type { DocumentChange } from "./change.ts";

/** Settings that say the same when they are left out: written out, they keep the comment behind them. */
const defaults: Readonly<Record<string, Readonly<Record<string, string | boolean>>>> = {
  "AWS::S3::Bucket": { AccessControl: "Private" },
};

/** Instead of taking a setting out, what it says when it is not there. */
export const spokenDefault = (type: string, change: DocumentChange): DocumentChange => {
  const name = String(change.path.at(-1));
  const known = Object.hasOwn(defaults, type) ? defaults[type] : undefined;
  const value = known !== undefined && Object.hasOwn(known, name) ? known[name] : undefined;
  return value === undefined ? change : { ...change, value };
};
