import { expect, test } from "vitest";
import type { Cloud } from "../../model/index.ts";
import { readRequest } from "./read-request.ts";

test.each<[said: string, cloud: Cloud, sizes: object]>([
  // What machines are called.
  ["a VM Standard_D2s_v5 on Azure", "azure", { machine: "Standard_D2s_v5" }],
  ["a VM Standard_B2ms", "azure", { machine: "Standard_B2ms" }],
  ["a VM Standard_D2s on Azure, without a version", "azure", {}],
  ["a VM of a standard size on Azure", "azure", {}],
  ["PostgreSQL GP_Standard_D4s_v3", "azure", { database: "GP_Standard_D4s_v3" }],
  ["PostgreSQL B_Standard_B1ms on Azure", "azure", { database: "B_Standard_B1ms" }],
  ["Cloud SQL db-custom-4-15360", "gcp", { database: "db-custom-4-15360" }],
  ["Cloud SQL db-f1-micro", "gcp", { database: "db-f1-micro" }],
  ["Cloud SQL db-g1-small", "gcp", { database: "db-g1-small" }],
  ["a VM e2-micro on GCP", "gcp", { machine: "e2-micro" }],
  ["a VM n2-standard-8", "gcp", { machine: "n2-standard-8" }],
  ["a VM f1-micro on GCP", "gcp", {}],
  ["a VM e2-standard on GCP", "gcp", {}],
  ["Redis cache.t3.micro on AWS and a VM t3.small", "aws", { machine: "t3.small" }],
  ["two VMs on AWS, not e2-micro", "aws", { instances: 2 }],
  // What is counted.
  ["three t3.large web servers on AWS", "aws", { instances: 3, machine: "t3.large" }],
  ["twelve containers with 2 vCPU and 4 GB of RAM on AWS", "aws", { instances: 12, vcpu: 2, memoryMb: 4096 }],
  ["0 servers on AWS", "aws", {}],
  ["5,000 servers on AWS", "aws", {}],
  ["200 vCPU on AWS containers", "aws", {}],
  ["two PostgreSQL servers on AWS", "aws", {}],
  ["PostgreSQL on AWS with 2 replicas", "aws", { replicas: 2 }],
  ["a web app on AWS with 4 replicas", "aws", { instances: 4 }],
  ["2 5 servers on AWS", "aws", { instances: 5 }],
  // How much data.
  ["PostgreSQL with 500gb on AWS", "aws", { databaseGb: 500 }],
  ["PostgreSQL with 1.5 TB on AWS", "aws", { databaseGb: 1536 }],
  ["PostgreSQL with 2,000 GB on AWS", "aws", { databaseGb: 2000 }],
  ["PostgreSQL with 900 TB on AWS", "aws", {}],
  ["a VM on AWS with 80 GB", "aws", { diskGb: 80 }],
  ["a web app on AWS with a 100 GB SSD", "aws", { diskGb: 100 }],
  ["containers with 512MB memory on AWS", "aws", { memoryMb: 512 }],
  ["Kubernetes worker nodes with 100 GB of disk on AWS", "aws", { diskGb: 100 }],
  ["a web app on AWS with 100 GB of traffic", "aws", {}],
  ["a VM on AWS and an Azure gp standard b2ms", "aws", {}],
  ["a VM on Azure with b standard b2", "azure", { database: "B_Standard_B2" }],
  ["Cloud SQL on GCP with a db", "gcp", {}],
])("%s", (said, cloud, sizes) => {
  const brief = readRequest({ text: said });
  expect({ cloud: brief.cloud, sizes: brief.sizes }).toEqual({ cloud, sizes });
});
