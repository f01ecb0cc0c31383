// The contract as the running API answers it: its operations, the examples in it, and a judge of bodies.
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** As much of a schema as looking for examples needs; ajv reads the rest. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  example?: unknown;
  items?: Schema;
  anyOf?: Schema[];
}

export interface Media {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { value?: unknown }>;
}

export interface Operation {
  operationId: string;
  method: string;
  path: string;
  tags: string[];
  parameters: { name: string; in: "path" | "query"; schema: Schema }[];
  body: Record<string, Media>;
  bodyRequired: boolean;
  responses: Record<string, { content?: Record<string, Media> }>;
}

interface Written {
  openapi: string;
  tags: { name: string; description?: string }[];
  paths: Record<
    string,
    Record<
      string,
      Omit<Operation, "method" | "path" | "body" | "bodyRequired" | "parameters"> & {
        parameters?: Operation["parameters"];
        requestBody?: { required?: boolean; content: Record<string, Media> };
      }
    >
  >;
  components: { schemas: Record<string, Schema> };
}

const prefix = "#/components/schemas/";

export interface Contract {
  written: Written;
  operations: Operation[];
  /** The examples of a body: its own, or those of the schemas that it may be. */
  examplesOf: (media: Media) => unknown[];
  /** What is wrong with a value by a schema; nothing where it fits. */
  faultOf: (schema: Schema, value: unknown) => string | undefined;
}

/** Reads the contract of the API at this address. */
export const readContract = async (url: string): Promise<Contract> => {
  // Its shape is OpenAPI's; the linter of `npm run openapi` holds it to that.
  const written = (await (await fetch(`${url}/openapi.json`)).json()) as Written;
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  addFormats(ajv);
  ajv.addVocabulary(["example"]);
  /** A schema that stands by itself: what it names lies in the document. */
  const absolute = <S>(schema: S): S =>
    JSON.parse(JSON.stringify(schema).replaceAll(`"${prefix}`, `"contract#/$defs/`)) as S;
  ajv.addSchema({ $id: "contract", $defs: absolute(written.components.schemas) });
  const known = new Map<Schema, ValidateFunction>();

  const named = ($ref: string): Schema => {
    const schema = written.components.schemas[$ref.slice(prefix.length)];
    if (schema === undefined) throw new Error(`The contract names a schema that it does not hold: ${$ref}`);
    return schema;
  };

  const examplesIn = (schema: Schema): unknown[] => {
    if (schema.example !== undefined) return [schema.example];
    if (schema.$ref !== undefined) return examplesIn(named(schema.$ref));
    if (schema.anyOf !== undefined) return schema.anyOf.flatMap(examplesIn);
    return schema.items === undefined ? [] : examplesIn(schema.items).map((one) => [one]);
  };

  return {
    written,
    operations: Object.entries(written.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { requestBody, parameters = [], ...rest }]) => ({
        ...rest,
        parameters,
        method: method.toUpperCase(),
        path,
        body: requestBody?.content ?? {},
        bodyRequired: requestBody?.required ?? false,
      })),
    ),
    examplesOf: ({ schema = {}, example, examples }) => {
      if (examples !== undefined) return Object.values(examples).map(({ value }) => value);
      return example === undefined ? examplesIn(schema) : [example];
    },
    faultOf: (schema, value) => {
      const validate = known.get(schema) ?? ajv.compile(absolute(schema));
      known.set(schema, validate);
      return validate(value) ? undefined : ajv.errorsText(validate.errors);
    },
  };
};
