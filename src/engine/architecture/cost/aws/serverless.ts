import { read, readAll } from "../../model/index.ts";
import type { Component } from "../../model/index.ts";
import { numberAt, targetOf, textAt, textIn, times } from "../attributes.ts";
import { HOURS, SECONDS } from "../charge.ts";
import type { Charges, Pricer, Pricers, Usage } from "../charge.ts";
import { amount } from "../words.ts";
import { chargeBands } from "../tariff.ts";
import { inWholeUnits } from "./containers.ts";
import { charge } from "./prices.ts";

/** Lambda gives a function 128 MB on x86 unless told otherwise. */
const lambdaMemoryMb = 128;

const isArm = (component: Component): boolean => {
  const architectures = read(component.attributes, "architectures");
  return Array.isArray(architectures) && architectures.includes("arm64");
};

/** Storage that every function has at no charge. */
const freeScratchMb = 512;

const x86Bands = [
  [6e9, "lambda.gb_second"],
  [15e9, "lambda.gb_second.6b"],
  [Number.POSITIVE_INFINITY, "lambda.gb_second.15b"],
] as const;
const armBands = [
  [7.5e9, "lambda.arm.gb_second"],
  [18.75e9, "lambda.arm.gb_second.7_5b"],
  [Number.POSITIVE_INFINITY, "lambda.arm.gb_second.18_75b"],
] as const;

const priceLambda: Pricer = (component, { usage, profile }) => {
  const requests = usage("aws_lambda_function", "monthly_requests");
  const duration = usage("aws_lambda_function", "request_duration_ms");
  const memory = numberAt(component, "memory_size", lambdaMemoryMb);
  const scratch = numberAt(component, "ephemeral_storage.size", freeScratchMb);
  const seconds = times(requests, duration / 1000, memory && memory / 1024);
  return [
    charge("lambda.request_million", requests / 1e6, `${amount(requests)} requests a month (${profile})`),
    ...chargeBands(charge, isArm(component) ? armBands : x86Bands, seconds, {
      said: `${amount(requests)} requests × ${duration} ms at ${memory ?? 0} MB (${profile})`,
    }),
    ...(scratch !== undefined && scratch <= freeScratchMb
      ? []
      : [
          charge(
            "lambda.ephemeral_gb_second",
            times(requests, duration / 1000, scratch && (scratch - freeScratchMb) / 1024),
            `storage above ${freeScratchMb} MB`,
            "scratch",
          ),
        ]),
  ];
};

const priceProvisionedConcurrency: Pricer = (component, { model }) => {
  const alias = targetOf(model, component, "function_name", "aws_lambda_alias");
  const lambda = targetOf(model, alias ?? component, "function_name", "aws_lambda_function");
  const memory = lambda && numberAt(lambda, "memory_size", lambdaMemoryMb);
  const copies = numberAt(component, "provisioned_concurrent_executions");
  return [
    charge(
      "lambda.provisioned_gb_second",
      times(copies, memory && memory / 1024, SECONDS),
      `${copies ?? 0} environments kept warm all month at ${memory ?? 0} MB`,
      "provisioned",
    ),
  ];
};

const priceAppRunner: Pricer = (component) => {
  const sizes = readAll(component.attributes, "instance_configuration")[0]?.[1] ?? {};
  const cpu = inWholeUnits(textIn(sizes, "cpu", "1024"));
  const memory = inWholeUnits(textIn(sizes, "memory", "2048"));
  return [
    charge("apprunner.vcpu_hour", times(cpu, HOURS), `one instance of ${cpu ?? 0} vCPU active all month`),
    charge("apprunner.gb_hour", times(memory, HOURS), `one instance of ${memory ?? 0} GB provisioned all month`),
  ];
};

/** Express workflows are billed by requests and by memory in steps of 64 MB. */
const memoryStepMb = 64;

const chargeExpress = (usage: Usage, profile: string): Charges => {
  const requests = usage("aws_sfn_state_machine", "monthly_requests");
  const memory = Math.ceil(usage("aws_sfn_state_machine", "memory_mb") / memoryStepMb) * memoryStepMb;
  const took = usage("aws_sfn_state_machine", "workflow_duration_ms");
  const said = `${amount(requests)} workflows × ${took} ms at ${memory} MB (${profile})`;
  return [
    charge("sfn.express_request_million", requests / 1e6, `${amount(requests)} workflows a month (${profile})`),
    charge("sfn.express_gb_second", requests * (took / 1000) * (memory / 1024), said),
  ];
};

const priceStateMachine: Pricer = (component, { usage, profile }) => {
  const transitions = usage("aws_sfn_state_machine", "monthly_transitions");
  const type = textAt(component, "type", "STANDARD");
  if (type === "EXPRESS") return chargeExpress(usage, profile);
  if (type !== "STANDARD") return undefined;
  return [
    charge("sfn.transition_1k", transitions / 1000, `${amount(transitions)} state transitions a month (${profile})`),
  ];
};

/** Lambda, App Runner and Step Functions. */
export const serverlessPricers: Pricers = {
  aws_lambda_function: priceLambda,
  aws_lambda_provisioned_concurrency_config: priceProvisionedConcurrency,
  aws_apprunner_service: priceAppRunner,
  aws_sfn_state_machine: priceStateMachine,
};
