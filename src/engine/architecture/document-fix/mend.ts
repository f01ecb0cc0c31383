import { editsInOwnWords } from "../fix-attempts.ts";
import type { Model } from "../model/index.ts";
import { splitAddress } from "../parse/evaluate/addresses.ts";
import { directoryOf } from "../parse/evaluate/directories.ts";
import { describeFormat } from "../parse/format.ts";
import type { SourceFile, TerraformFile } from "../parse/index.ts";
import type { Failure } from "../rules/index.ts";
import { planArm } from "./arm.ts";
import { planCloudFormation } from "./cloudformation.ts";
import { planCompose } from "./compose.ts";
import { planKubernetes } from "./kubernetes.ts";
import { Refusal } from "./splice.ts";
import { readTranslated } from "./translated-file.ts";
import type { FixedFormat, Plan, TranslatedFile } from "./translated-file.ts";
import { choiceOf, gather, writeChanges } from "./write.ts";
import type { Choice } from "./write.ts";

/** What is thought of a design: its findings, its score, and the Terraform that it was read as. */
export interface Judged {
  failures: readonly Failure[];
  score: number;
  model: Model;
  code: readonly TerraformFile[];
}

export interface MendRequest {
  /** Files as they came, of whatever format. */
  files: readonly SourceFile[];
  judged: Judged;
  /** Findings to be mended, all of them in files that are no Terraform. */
  wanted: readonly Failure[];
  judge: (files: readonly SourceFile[]) => Judged;
}

export interface Mended {
  files: readonly SourceFile[];
  changes: { failure: Failure; diff: string[] }[];
  open: { failure: Failure; reason?: string }[];
}

/** Changes that want something else of a place that another has just changed are tried again on the changed text. */
const mostPasses = 3;
/** Times that the whole design is judged to find changes that do it no good, before the rest are given up. */
const mostTries = 8;
/** Texts of one file that are written to find a change that spoils it. */
const mostTexts = 24;

type Planner = (files: readonly TranslatedFile[], failures: readonly Failure[]) => Plan[];

const planners: Readonly<Record<FixedFormat, Planner>> = {
  CloudFormation: planCloudFormation,
  Kubernetes: planKubernetes,
  "docker-compose": planCompose,
  ARM: planArm,
};

const isFixed = (format: string): format is FixedFormat => Object.hasOwn(planners, format);

/** Whether findings in a file of this format are mended in its own words. */
export const isMendable = (file: SourceFile): boolean => isFixed(describeFormat(file));

const readAll = (files: readonly SourceFile[], code: readonly TerraformFile[]): TranslatedFile[] => {
  const written = new Map(code.map((file) => [file.name, file]));
  return files.flatMap((file) => {
    const format = describeFormat(file);
    const own = written.get(file.name);
    return own === undefined || !isFixed(format) ? [] : [readTranslated(file, format, own)];
  });
};

/** One finding may have several places; what mends it mends them all. */
const keyOf = ({ rule, resource }: Failure): string => `${rule.id} ${resource}`;

/** Findings as the code of their own folder would tell them. */
const inOwnWords = (failures: readonly Failure[], { model, code }: Judged): Failure[] => {
  const editsOf = editsInOwnWords({ failures, model, project: { files: code } });
  return failures.map((failure) => ({
    ...failure,
    address: splitAddress(failure.address).local,
    edits: editsOf(failure),
  }));
};

const planAll = (files: readonly TranslatedFile[], failures: readonly Failure[]): Plan[] => {
  const plans: Plan[] = [];
  const groups = Map.groupBy(files, ({ format, name }) => `${format} ${directoryOf(name)}`);
  for (const group of groups.values()) {
    const names = new Set(group.map(({ name }) => name));
    const own = failures.filter(({ place, edits }) => edits.length > 0 && names.has(place.file));
    const [first] = group;
    if (own.length > 0 && first !== undefined) plans.push(...planners[first.format](group, own));
  }
  return plans;
};

class Mending {
  private state: { files: readonly SourceFile[]; judged: Judged };
  private accepted: readonly Choice[] = [];
  private tries = 0;
  private readonly given: Pick<MendRequest, "files" | "judge">;
  private readonly reasons = new Map<string, string>();
  private readonly done = new Map<string, string[]>();

  constructor({ files, judged, judge }: MendRequest) {
    this.state = { files, judged };
    this.given = { files, judge };
  }

  run(wanted: readonly Failure[]): Mended {
    let waiting = new Set(wanted.map(keyOf));
    for (let pass = 0; pass < mostPasses && waiting.size > 0; pass++) waiting = this.pass(waiting);
    for (const key of waiting) this.reasons.set(key, "Another change to the same place was made instead.");
    return {
      files: this.state.files,
      changes: wanted.flatMap((failure) => {
        const diff = this.done.get(keyOf(failure));
        return diff === undefined ? [] : [{ failure, diff }];
      }),
      open: wanted.flatMap((failure) => {
        const reason = this.reasons.get(keyOf(failure));
        return this.done.has(keyOf(failure)) ? [] : [{ failure, ...(reason !== undefined && { reason }) }];
      }),
    };
  }

  /** Makes the changes that go together; answers those that have to be tried again. */
  private pass(wanted: ReadonlySet<string>): Set<string> {
    const { files, judged } = this.state;
    const asked = judged.failures.filter((failure) => wanted.has(keyOf(failure)));
    const failures = [...new Map(asked.toReversed().map((failure) => [keyOf(failure), failure])).values()].toReversed();
    const translated = readAll(files, judged.code);
    const byName = new Map(translated.map((file) => [file.name, file]));
    const choices = planAll(translated, inOwnWords(failures, judged)).flatMap(
      (plan) => this.choice(plan, byName) ?? [],
    );
    const { kept, waiting } = gather(choices);
    this.accepted = [];
    const readable = [...Map.groupBy(kept, ({ file }) => file).values()].flatMap((own) => this.readable(own));
    this.keep(files, readable);
    for (const { failure, diff } of this.accepted) this.done.set(keyOf(failure), diff);
    return new Set(waiting.map(({ failure }) => keyOf(failure)));
  }

  private choice(plan: Plan, files: ReadonlyMap<string, TranslatedFile>): Choice | undefined {
    if ("reason" in plan) {
      this.reasons.set(keyOf(plan.failure), plan.reason);
      return undefined;
    }
    try {
      const file = files.get(plan.file);
      return file && choiceOf(plan, file);
    } catch (error) {
      this.refuse([plan], error);
      return undefined;
    }
  }

  private refuse(changes: readonly { failure: Failure }[], error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    for (const { failure } of changes) this.reasons.set(keyOf(failure), error.message);
  }

  /** Those changes to one file after which it reads and says nothing else than it should. */
  private readable(choices: readonly Choice[]): Choice[] {
    let tries = 0;
    let kept: Choice[] = [];
    const keep = (parts: readonly Choice[]): void => {
      if (parts.length === 0) return;
      try {
        if (++tries > mostTexts) throw new Refusal("Too many of the changes could not be written.");
        writeAll([...kept, ...parts]);
        kept = [...kept, ...parts];
      } catch (error) {
        if (parts.length === 1 || tries > mostTexts) return this.refuse(parts, error);
        keep(parts.slice(0, parts.length >> 1));
        keep(parts.slice(parts.length >> 1));
      }
    };
    keep(choices);
    return kept;
  }

  /** Makes changes to these files; where they do no good, those halves of them that do. */
  private keep(files: readonly SourceFile[], parts: readonly Choice[]): void {
    if (parts.length === 0) return;
    if (++this.tries > mostTries) return this.refuse(parts, new Refusal("Too many of the changes did no good."));
    const all = [...this.accepted, ...parts];
    const written = writeAll(all);
    const next = files.map((file) => written.get(file.name) ?? file);
    const judged = this.given.judge(next);
    const left = new Set(judged.failures.map(keyOf));
    const idle = parts.filter(({ failure }) => left.has(keyOf(failure)));
    if (idle.length > 0) {
      this.refuse(idle, new Refusal("The finding would still be there after the change."));
      this.keep(
        files,
        parts.filter(({ failure }) => !left.has(keyOf(failure))),
      );
    } else if (judged.score >= this.state.judged.score) {
      this.accepted = all;
      this.state = { files: next, judged };
    } else if (parts.length === 1) this.refuse(parts, new Refusal("The score of the design would fall."));
    else {
      this.keep(files, parts.slice(0, parts.length >> 1));
      this.keep(files, parts.slice(parts.length >> 1));
    }
  }
}

/** The files that changes are made to, with all of them in it. */
const writeAll = (choices: readonly Choice[]): Map<string, SourceFile> =>
  new Map([...gather(choices).branches].map(([file, branch]) => [file.name, writeChanges(file, branch)]));

/** Mends findings in files of documents: CloudFormation, Kubernetes, Compose, ARM. Their comments and layout stay. */
export const mendDocuments = (request: MendRequest): Mended => new Mending(request).run(request.wanted);
