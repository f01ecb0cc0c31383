import { prune } from "../emit/cloudformation/cfn.ts";
import type { Cfn } from "../emit/cloudformation/cfn.ts";
import { Reader } from "../emit/cloudformation/reader.ts";
import { mappings } from "../emit/cloudformation/resources/index.ts";
import { Translation } from "../emit/cloudformation/translation.ts";
import { read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { isMap } from "./change.ts";
import type { DocumentMap } from "./change.ts";

/** A resource as CloudFormation says it. Its ids are the emitter's own. */
export interface Emitted {
  id: string;
  type: string;
  properties: DocumentMap;
  dependsOn: readonly string[];
  deletionPolicy: string | undefined;
  /** Resources that CloudFormation has besides it. */
  besides: readonly Emitted[];
}

/** A design that is asked for some of its resources, as CloudFormation says them. */
export class Emission {
  readonly model: Model;
  private readonly translation: Translation;
  private readonly known = new Map<string, Emitted | undefined>();

  constructor(model: Model) {
    this.model = model;
    this.translation = new Translation(model, mappings);
  }

  /** The one resource of a block; nothing where there is none, or several. */
  of(address: string): Emitted | undefined {
    if (!this.known.has(address)) this.known.set(address, this.emit(address));
    return this.known.get(address);
  }

  /** The emitter's id of a block's resource. */
  idOf(address: string): string | undefined {
    const component = this.onlyOne(address);
    return component && this.translation.logicalId(component);
  }

  /** Name of the variable that a parameter stands for. */
  variableOf(parameter: string): string | undefined {
    const known = this.translation.parameters.get(parameter);
    return known === undefined ? undefined : /^Variable (.*)$/s.exec(known.description)?.[1];
  }

  /** Whether the block became a part of another resource. */
  isFolded(address: string): boolean {
    const component = this.model.find(address);
    return component !== undefined && this.translation.folded.has(component.id);
  }

  private onlyOne(address: string): Component | undefined {
    const meant = this.translation.meant(address);
    return meant.length === 1 ? meant[0] : undefined;
  }

  private emit(address: string): Emitted | undefined {
    const component = this.onlyOne(address);
    const mapping = component && this.translation.mappingOf(component);
    const id = component && this.translation.logicalId(component);
    if (component === undefined || mapping === undefined || id === undefined) return undefined;
    const reader = new Reader(component, this.translation);
    const properties = membersOf(prune(mapping.properties(reader)));
    const { dependsOn = [], deletionPolicy } = mapping.options?.(reader) ?? {};
    const besides = (mapping.beside?.(reader) ?? []).map((beside) => ({
      id: this.translation.besideId(component, beside.suffix),
      type: beside.type,
      properties: membersOf(prune(beside.properties)),
      dependsOn: beside.dependsOn ?? [],
      deletionPolicy: undefined,
      besides: [],
    }));
    return {
      id,
      type: typeof mapping.type === "string" ? mapping.type : mapping.type(component),
      properties,
      dependsOn: [...dependsOn, ...this.waitsFor(component)],
      deletionPolicy: read(component.attributes, "lifecycle.prevent_destroy") === true ? "Retain" : deletionPolicy,
      besides,
    };
  }

  private waitsFor({ references }: Component): string[] {
    return references
      .filter(({ path }) => path === "depends_on")
      .flatMap(({ to }) => this.translation.meant(to).flatMap((earlier) => this.translation.logicalId(earlier) ?? []));
  }
}

const membersOf = (value: Cfn | undefined): DocumentMap => (isMap(value) ? value : {});
