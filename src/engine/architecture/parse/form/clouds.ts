import type { Cloud } from "../../model/index.ts";
import { cloudOfRegion } from "./places.ts";
import { findPhrases, once, vocabularyOf } from "./words.ts";

export const cloudLabels: Readonly<Record<Cloud, string>> = { aws: "AWS", azure: "Azure", gcp: "Google Cloud" };

const names = once(() =>
  vocabularyOf<Cloud>({
    aws: "aws, amazon web services, amazon cloud, amazon aws",
    azure: "azure, microsoft azure, microsoft cloud, ms azure",
    gcp: "gcp, google cloud, google cloud platform, google compute",
  }),
);

/** Products that only one cloud has. */
const productNames = once(() =>
  vocabularyOf<Cloud>({
    aws: "ec2, ecs, eks, fargate, lambda, s3, rds, aurora, dynamodb, elasticache, cloudfront, route 53, route53, sqs, sns, eventbridge, kinesis, msk, redshift, athena, glue, sagemaker, cognito, cloudwatch, alb, nlb, efs, fsx, ses, step function, elastic beanstalk, app runner, amazon, documentdb, ecr, codepipeline, codebuild, opensearch service",
    azure:
      "aks, app service, cosmos db, cosmosdb, front door, blob storage, service bus, event hub, event grid, key vault, entra id, function app, container app, vmss, acr, logic app, synapse, data factory, application insights, log analytics, apim, application gateway, iot hub, adls",
    gcp: "gke, cloud run, cloud sql, bigquery, cloud storage, gcs, pub sub, pubsub, firestore, memorystore, cloud function, spanner, bigtable, compute engine, gce, cloud armor, vertex ai, artifact registry, dataflow, cloud cdn, filestore, dataproc, stackdriver, cloud build, app engine",
  }),
);

/** The cloud that words name: by its name, by a region code, or by most of its own products. */
export const cloudOf = (words: readonly string[]): Cloud | undefined => {
  const named = findPhrases(words, names()).filter(({ negated }) => !negated);
  // "Migrate from AWS to Azure": the second is where it goes.
  const kept = named.find(({ from }) => words[from - 1] !== "from") ?? named[0];
  if (kept !== undefined) return kept.meaning;
  const byRegion = cloudOfRegion(words);
  if (byRegion !== undefined) return byRegion;
  const counts: Record<Cloud, number> = { aws: 0, azure: 0, gcp: 0 };
  for (const { meaning, negated } of findPhrases(words, productNames())) if (!negated) counts[meaning]++;
  const most = Math.max(counts.aws, counts.azure, counts.gcp);
  return most === 0 ? undefined : (["aws", "azure", "gcp"] as const).find((cloud) => counts[cloud] === most);
};
