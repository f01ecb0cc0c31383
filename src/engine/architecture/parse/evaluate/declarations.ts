import type { Attribute, Block, Expression } from "../hcl/ast.ts";
import type { Position } from "../hcl/index.ts";
import { positionsIn } from "../project.ts";
import type { TerraformFile, Warning } from "../project.ts";

/** A block with the file that it stands in. */
export interface Declared {
  address: string;
  block: Block;
  file: TerraformFile;
}

/** A variable's own block, and what a file of values sets it to. */
export interface Variable {
  /** What it is without an argument. */
  value?: Expression;
  type?: Expression;
  /** False where null stands for the default. */
  isNullable: boolean;
  isSensitive: boolean;
}

/** Everything that a module's folder declares, by the name that expressions use for it. */
export interface Declarations {
  /** Resources and providers in source order. */
  components: Declared[];
  resources: ReadonlyMap<string, Declared>;
  data: ReadonlyMap<string, Declared>;
  variables: ReadonlyMap<string, Variable>;
  locals: ReadonlyMap<string, Expression>;
  outputs: ReadonlyMap<string, Expression>;
  providers: readonly Declared[];
  /** Module calls by their address (`module.network`), in source order. */
  modules: ReadonlyMap<string, Declared>;
  warnings: Warning[];
  /** Line and column of an offset in one of the files. */
  positionIn: (file: TerraformFile, offset: number) => Position;
}

/** Attribute `name` of a block. */
export const attributeNamed = (block: Block, name: string): Attribute | undefined =>
  block.body.find((item): item is Attribute => item.kind === "attribute" && item.name === name);

/** Name by which the content of a dynamic block sees its element. */
export const iteratorOf = (block: Block): string => {
  const iterator = attributeNamed(block, "iterator")?.value;
  return iterator?.kind === "variable" ? iterator.name : (block.labels[0] ?? "");
};

/** The text that an attribute is written as; `undefined` for anything but a plain string. */
export const textOf = (attribute: Attribute | undefined): string | undefined =>
  attribute?.value.kind === "literal" && typeof attribute.value.value === "string" ? attribute.value.value : undefined;

const moduleName = /^[A-Za-z_][\w-]*$/;

const variableOf = (block: Block): Variable => {
  const value = attributeNamed(block, "default")?.value;
  const type = attributeNamed(block, "type")?.value;
  const nullable = attributeNamed(block, "nullable")?.value;
  const sensitive = attributeNamed(block, "sensitive")?.value;
  return {
    ...(value !== undefined && { value }),
    ...(type !== undefined && { type }),
    isNullable: !(nullable?.kind === "literal" && nullable.value === false),
    isSensitive: sensitive?.kind === "literal" && sensitive.value === true,
  };
};

const isLoadedByDefault = (name: string): boolean => /(?:^|\/)(?:terraform\.tfvars|[^/]*\.auto\.tfvars)$/.test(name);

/** What Terraform takes as a name; ours are made of it, so nothing else may get into code through one. */
const identifier = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

/** `provider_thing`: so no type is ever the name of something that every JavaScript object has. */
const resourceType = /^[a-z][a-z0-9]*_[a-z0-9_]+$/;

/**
 * Lists what a module's folder declares. Of two declarations of one address the first counts. Files of values count where
 * Terraform is run alone.
 */
export const collectDeclarations = (files: readonly TerraformFile[], isRoot: boolean): Declarations => {
  const resources = new Map<string, Declared>();
  const data = new Map<string, Declared>();
  const providers = new Map<string, Declared>();
  const variables = new Map<string, Variable>();
  const overrides = new Map<string, Expression>();
  const locals = new Map<string, Expression>();
  const outputs = new Map<string, Expression>();
  const components: Declared[] = [];
  const modules = new Map<string, Declared>();
  const warnings: Warning[] = [];

  const indexes = new Map<TerraformFile, (offset: number) => Position>();
  const positionIn = (file: TerraformFile, offset: number): Position => {
    const index = indexes.get(file) ?? positionsIn(file);
    indexes.set(file, index);
    return index(offset);
  };

  const warn = ({ file, block }: Declared, message: string): void => {
    warnings.push({ file: file.name, ...positionIn(file, block.start), message });
  };

  const keep = (known: Map<string, Declared>, declared: Declared, what: string): boolean => {
    if (known.has(declared.address)) {
      warn(declared, `this ${what} is declared twice: the first declaration counts`);
      return false;
    }
    known.set(declared.address, declared);
    return true;
  };

  const declare = (block: Block, file: TerraformFile): void => {
    const [first = "", second = ""] = block.labels;
    const declared = { block, file, address: block.labels.join(".") };
    if (block.type === "resource") {
      if (block.labels.length !== 2) warn(declared, "expected a resource with its type and its name");
      else if (!resourceType.test(first)) warn(declared, "this is not a type of resource: expected provider_name");
      else if (!identifier.test(second))
        warn(declared, "this is not a name of a resource: expected letters and digits");
      else if (keep(resources, declared, "resource")) components.push(declared);
    } else if (block.type === "data" && identifier.test(second))
      keep(data, { ...declared, address: `data.${first}.${second}` }, "data source");
    else if (block.type === "provider") {
      const written = textOf(attributeNamed(block, "alias"));
      const alias = written !== undefined && identifier.test(written) ? written : undefined;
      const provider = { ...declared, address: `provider.${first}${alias === undefined ? "" : `.${alias}`}` };
      if (keep(providers, provider, "provider")) components.push(provider);
    } else if (block.type === "variable") {
      if (!variables.has(first)) variables.set(first, variableOf(block));
    } else if (block.type === "output") {
      const value = attributeNamed(block, "value");
      if (value !== undefined && !outputs.has(first)) outputs.set(first, value.value);
    } else if (block.type === "locals") {
      for (const item of block.body)
        if (item.kind === "attribute" && !locals.has(item.name)) locals.set(item.name, item.value);
    } else if (block.type === "module") {
      if (!moduleName.test(first)) warn(declared, "expected a module with its name");
      else keep(modules, { ...declared, address: `module.${first}` }, "module");
    }
  };

  for (const file of files)
    for (const item of file.body) {
      if (item.kind === "block") declare(item, file);
      else if (isRoot && isLoadedByDefault(file.name)) overrides.set(item.name, item.value);
    }
  for (const [name, value] of overrides)
    variables.set(name, { isNullable: true, isSensitive: false, ...variables.get(name), value });
  return {
    components,
    resources,
    data,
    variables,
    locals,
    outputs,
    providers: [...providers.values()],
    modules,
    warnings,
    positionIn,
  };
};
