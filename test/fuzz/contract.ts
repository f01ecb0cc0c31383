// The contract as the running API answers it at /openapi.json, read for generating requests and for judging answers.
import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** A JSON Schema as the contract writes it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  example?: unknown;
  examples?: unknown[];
  default?: unknown;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header" | "cookie";
  required?: boolean;
  schema: Schema;
}

interface Media {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { value?: unknown }>;
}

interface WrittenOperation {
  "x-access": string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}

interface Written {
  paths: Record<string, Record<string, WrittenOperation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Operation {
  /** As a reader names it: `POST /api/analyze`. */
  id: string;
  method: string;
  path: string;
  access: string;
  parameters: Parameter[];
  bodies: { mediaType: string; schema: Schema; examples: unknown[] }[];
  bodyRequired: boolean;
  responses: Record<string, { content?: Record<string, Media> }>;
}

export interface Contract {
  operations: Operation[];
  /** A schema itself, where it is only named. */
  resolve: (schema: Schema) => Schema;
  /** What is wrong with an answer's body, or with the data of an event, by status and media type; nothing when it is as documented. */
  faultOf: (operation: Operation, status: string, mediaType: string, body: unknown) => string | undefined;
  /** Whether a request's body is one that the contract allows. */
  allows: (operation: Operation, mediaType: string, body: unknown) => boolean;
}

const prefix = "#/components/schemas/";
const nameOf = (ref: string): string => ref.slice(prefix.length);

/**
 * For an answer's schema: an object has the properties that are documented and no others, so that a field which nobody
 * documented is found. What is joined by `allOf` stays open: each part speaks of some of the properties only.
 */
const close = (schema: Schema, open: boolean): Record<string, unknown> => {
  const each = (schemas: Schema[], isOpen: boolean) => schemas.map((one) => close(one, isOpen));
  const { $ref, properties, items, additionalProperties, anyOf, oneOf, allOf, ...rest } = schema;
  if ($ref !== undefined) return { ...rest, $ref: `contract#/$defs/${open ? "open" : "closed"}-${nameOf($ref)}` };
  const isObject = [rest.type].flat().includes("object");
  return {
    ...rest,
    ...(items && { items: close(items, false) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, close(one, false)])),
    }),
    ...(typeof additionalProperties === "object" && { additionalProperties: close(additionalProperties, false) }),
    ...(typeof additionalProperties === "boolean" && { additionalProperties }),
    ...(additionalProperties === undefined && isObject && properties && !open && { additionalProperties: false }),
    ...(anyOf && { anyOf: each(anyOf, open) }),
    ...(oneOf && { oneOf: each(oneOf, open) }),
    ...(allOf && { allOf: each(allOf, true), ...(!open && { unevaluatedProperties: false }) }),
  };
};

const createValidators = (written: Written) => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false });
  addFormats["default"](ajv);
  ajv.addVocabulary(["example"]);
  const schemas = Object.entries(written.components.schemas);
  const $defs = Object.fromEntries(
    schemas.flatMap(([name, schema]) => [
      [`open-${name}`, close(schema, true)],
      [`closed-${name}`, close(schema, false)],
    ]),
  );
  ajv.addSchema({ $id: "contract", $defs });
  const known = new Map<Schema, ValidateFunction>();
  return (schema: Schema, open: boolean): ValidateFunction => {
    const validator = known.get(schema) ?? ajv.compile(close(schema, open));
    known.set(schema, validator);
    return validator;
  };
};

const readOperations = (written: Written): Operation[] =>
  Object.entries(written.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      access: operation["x-access"],
      parameters: operation.parameters ?? [],
      bodies: Object.entries(operation.requestBody?.content ?? {}).map(([mediaType, media]) => ({
        mediaType,
        schema: media.schema ?? {},
        examples: [
          ...(media.example === undefined ? [] : [media.example]),
          ...Object.values(media.examples ?? {}).map(({ value }) => value),
        ],
      })),
      bodyRequired: operation.requestBody?.required ?? false,
      responses: operation.responses,
    })),
  );

/** Reads the contract of a running API. */
export const readContract = async (url: string): Promise<Contract> => {
  // The document that OpenAPI describes; its linter and the validators here hold it to that.
  const written = (await (await fetch(`${url}/openapi.json`)).json()) as Written;
  const validatorOf = createValidators(written);
  const { schemas } = written.components;
  const resolve = (schema: Schema): Schema => {
    if (schema.$ref === undefined) return schema;
    const named = schemas[nameOf(schema.$ref)];
    if (named === undefined) throw new Error(`The contract names a schema that it does not hold: ${schema.$ref}`);
    return resolve(named);
  };
  return {
    operations: readOperations(written),
    resolve,
    faultOf: ({ responses }, status, mediaType, body) => {
      const answer = responses[status] ?? responses["default"];
      const media = answer?.content?.[mediaType];
      if (!media) return `${mediaType || "no media type"} is not documented`;
      if (!media.schema) return undefined;
      const validator = validatorOf(media.schema, false);
      if (validator(body)) return undefined;
      const [first] = validator.errors ?? [];
      const more = first?.params ? ` ${JSON.stringify(first.params)}` : "";
      return `${first?.instancePath || "the body"} ${first?.message ?? "is not as documented"}${more} (${first?.schemaPath ?? ""})`;
    },
    allows: ({ bodies }, mediaType, body) => {
      const documented = bodies.find((one) => one.mediaType === mediaType);
      return documented !== undefined && validatorOf(documented.schema, true)(body);
    },
  };
};
