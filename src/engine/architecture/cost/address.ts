const keys = /\[(?:\d+|"(?:[^"\\]|\\.)*")\](?=\.|$)/g;

/** Block address of an item's resource: `module.a["x"].aws_instance.web[0]` and `… ×3` are `module.a.aws_instance.web`. */
export const addressOf = (resource: string): string => resource.replace(/ ×\d+$/, "").replaceAll(keys, "");
