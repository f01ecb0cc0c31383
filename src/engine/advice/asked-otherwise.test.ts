import { describe, expect, it } from "vitest";
import { advise } from "./advise.ts";
import type { Persona } from "./advice.ts";

type Asked = [text: string, persona: Persona | undefined, expected: RegExp];

const ask = (text: string, persona?: Persona, before: readonly string[] = []) =>
  advise({
    text,
    history: before.map((content) => ({ role: "user" as const, content })),
    persona,
    analysis: undefined,
  });

describe("a question for a region", () => {
  it.each<Asked>([
    [
      "best AWS region with 60 % users in Germany, others in Brazil",
      undefined,
      /for users in Germany \(60\) and Brazil \(40\)/,
    ],
    [
      "best AWS region for 70 % users in Germany and 30 % in the US",
      undefined,
      /for users in Germany \(70\) and US \(30\)/,
    ],
    [
      "which region is cheapest for users in Japan",
      "CTO",
      /those of the cloud's reference region[\s\S]*Data stays in US[\s\S]*\(0\.2, 0\.75, 0\.05:/,
    ],
    [
      "which AWS region if data must stay in Germany and users are in Japan",
      "CTO",
      /only region for users in Japan, with data kept in Germany[\s\S]*1\.\d+ times those of/,
    ],
    [
      "greenest Azure region for users in France",
      "DevOps",
      /francecentral[\s\S]*variable "location" \{\n {2}default = "francecentral"[\s\S]*\(0\.2, 0\.1, 0\.7:/,
    ],
    ["closest region on GCP for users in Chile", "DevOps", /provider "google" \{\n {2}region = "southamerica-west1"/],
    ["closest region on AWS for users in Chile", "DevOps", /provider "aws" \{\n {2}region = "sa-east-1"/],
    [
      "closest Azure region for users in New Zealand",
      "Architect",
      /candidate for disaster recovery[\s\S]*newzealandnorth has 3 zones/,
    ],
    ["which AWS region keeps data in the EEA", undefined, /with data kept in the EEA[\s\S]*\| – \|/],
    [
      "which regions keep data in Switzerland?",
      undefined,
      /best of 4 regions for users in Switzerland, with data kept in Switzerland/,
    ],
    ["which AWS region keeps data in Switzerland?", undefined, /eu-central-2 \(Zurich\)\*\* is the only region/],
    ["what is the cheapest region", undefined, /^\*\*AWS us-west-2 \(Oregon\)\*\* is the best of 1\d\d regions\./],
    ["best region for users in Frankfurt and Tokyo on AWS", undefined, /for users in Frankfurt and Tokyo/],
  ])("%s, asked by %s", (text, persona, expected) => {
    expect(ask(text, persona).answer).toMatch(expected);
  });

  it("without a place, a law or a wish is left to the knowledge base", () => {
    expect(ask("which region is the best").citations.map(({ id }) => id)).toContain("comp-data-residency");
  });

  it.each([
    ["which GCP region keeps data in Norway", "Google Cloud", "Norway"],
    ["best AWS region with data only in Portugal", "AWS", "Portugal"],
  ])("that does not exist is told so: %s", (text, cloud, country) => {
    expect(ask(text).answer).toContain(`**No open region of ${cloud} is known here that keeps data in ${country}.**`);
  });
});

describe("a question on availability", () => {
  it.each<Asked>([
    ["two nines", undefined, /^\*\*99 % allows 7 hours 18 minutes of downtime a month\*\*, 87 hours 36 minutes a year/],
    [
      "how much downtime does 90 % allow",
      undefined,
      /^\*\*90 % allows 73 hours of downtime a month\*\*, 876 hours a year/,
    ],
    [
      "99.9 and 99.95 in parallel",
      undefined,
      /^\*\*99\.99995 %\*\* together, where one of them is enough: 1\.3 seconds/,
    ],
    ["what do three copies of a 99.5 % service come to", undefined, /^\*\*99\.999988 %\*\* together/],
    ["two redundant services of 99 %", undefined, /^\*\*99\.99 %\*\* together, where one of them is enough/],
    ["how much downtime is three nines", undefined, /^\*\*99\.9 % allows 43\.8 minutes/],
    ["SLA of Azure Cosmos DB", undefined, /^\*\*It depends on how it is set up:\*\*[\s\S]*99\.995 %/],
    ["what is the SLA of RDS on AWS", undefined, /\| AWS \| RDS/],
    ["what is the SLA of S3", undefined, /^\*\*99\.9 %\*\* a month for S3 Standard\./],
  ])("%s", (text, persona, expected) => {
    expect(ask(text, persona).answer).toMatch(expected);
  });

  it("that names nothing is left to the knowledge base", () => {
    expect(ask("which SLA?").citations[0]?.id).toBe("ha-composite-availability");
  });
});

describe("a question for a counterpart", () => {
  it.each<Asked>([
    ["what is the equivalent of Lambda?", undefined, /^\*\*Functions as a service\*\* on the three clouds:/],
    ["what is the AWS equivalent of a message queue", undefined, /^\*\*Amazon SQS\*\* is AWS's message queue\./],
    [
      "what is an SFTP server on GCP",
      undefined,
      /^\*\*Google Cloud has no service of its own\*\* that is an SFTP server\./,
    ],
    [
      "what is the GCP equivalent of AWS IoT Core",
      undefined,
      /^\*\*Google Cloud has no service of its own\*\* that is the counterpart of AWS IoT/,
    ],
    [
      "What is the Azure equivalent of EC2?",
      "CTO",
      /\*\*What each costs\*\* at its usual size[\s\S]*Amazon EC2 instance/,
    ],
    [
      "What is the Azure equivalent of EC2?",
      "DevOps",
      /- AWS: `aws_instance`\n- Azure: `azurerm_linux_virtual_machine`/,
    ],
    [
      "What is the GCP equivalent of AWS Organizations?",
      "CTO",
      /Resource Manager folders\*\*(?![\s\S]*What each costs)/,
    ],
    [
      "What is the GCP equivalent of AWS Organizations?",
      "DevOps",
      /Resource Manager folders\*\*(?![\s\S]*In Terraform)/,
    ],
  ])("%s, asked by %s", (text, persona, expected) => {
    expect(ask(text, persona).answer).toMatch(expected);
  });

  it.each<Persona>(["CTO", "DevOps"])(
    "has no prices or types to show where only one cloud has one, asked by %s",
    (persona) => {
      const { answer } = ask("What is the Azure equivalent of Amazon MSK?", persona);
      expect(answer).toMatch(/^\*\*.*Event Hubs.*is Azure's counterpart of Amazon MSK/);
      expect(answer).not.toMatch(/What each costs|In Terraform/);
    },
  );

  it("suggests the price of a service that there is", () => {
    for (const text of ["what is an SFTP server on GCP", "what is managed GraphQL on GCP"])
      expect(ask(text).suggestions[1]).toMatch(/^What does (?:AWS|Azure|Amazon)\b.* cost\?$/);
  });

  it.each([
    ["what is the cost of a NAT gateway on AWS", /^\*\*AWS NAT gateway costs about/],
    ["what is the price of S3 on Amazon", /^\*\*Amazon S3 \(Standard\) costs about/],
    ["What is the cheapest region for Amazon RDS?", /\bregion/],
  ])("is not what asks for a price or a place: %s", (text, expected) => {
    const { answer, citations } = ask(text);
    expect(answer).toMatch(expected);
    expect(citations.filter(({ id }) => id.startsWith("equivalents:"))).toEqual([]);
  });
});

describe("a comparison", () => {
  it.each<Asked>([
    [
      "compare RDS and Aurora",
      "CTO",
      /\*\*A year:\*\* Amazon RDS for PostgreSQL \$1,697 and Amazon Aurora PostgreSQL \$2,588/,
    ],
    ["compare RDS and Aurora", "DevOps", /\*\*What was priced, as Terraform:\*\*/],
    ["compare Postgres on AWS and Azure", "Architect", /costs 2 % more\*\*/],
    ["compare Postgres and MySQL on GCP", undefined, /cost about the same[\s\S]*no agreement known here/],
    ["compare db.m5.large Postgres on AWS with Aurora", undefined, /side by side:[\s\S]*no price here/],
    ["Lambda or Cloud Functions in Tokyo", "DevOps", /ap-northeast-1 \(Tokyo\)[\s\S]*asia-northeast1 \(Tokyo\)/],
  ])("%s, asked by %s", (text, persona, expected) => {
    expect(ask(text, persona).answer).toMatch(expected);
  });

  it("turns to fewer requests where it was of many, and to more where it was of few", () => {
    expect(ask("Lambda vs Fargate at 500 million requests").suggestions[0]).toBe("And at 1 million requests?");
    expect(ask("Lambda vs Fargate at 5 million requests").suggestions[0]).toBe("And at 100 million requests?");
  });

  it("needs two things that there are", () => {
    for (const text of ["Kafka vs Postgres on GCP", "compare a VM on AWS and a VM on AWS"])
      expect(ask(text).answer).not.toContain("On price");
  });
});

describe("a question for a price", () => {
  it.each<Asked>([
    [
      "What do a Postgres and a cache cost?",
      "CTO",
      /^\*\*Together about \$164\.80 a month\*\*[\s\S]*\*\*A year:\*\* \$1,978\./,
    ],
    ["What do a Postgres and a cache cost?", "DevOps", /resource "aws_db_instance"[\s\S]*resource "aws_elasticache/],
    [
      "what does a NAT gateway cost on each cloud",
      "CTO",
      /^\*\*Cloud NAT is the cheapest[\s\S]*\*\*A year:\*\* \$78\.48 for the cheapest, \$448\.20 for the dearest/,
    ],
    ["where is Postgres cheapest", undefined, /^\*\*Cloud SQL for PostgreSQL is the cheapest/],
    ["What does the cheapest NAT gateway on AWS cost", undefined, /\*\*Cheapest regions of AWS for it:\*\*/],
    [
      "how much is an x2iedn.metal",
      undefined,
      /^\*\*I have no price for that:\*\* Amazon EC2 instance of size x2iedn\.metal/,
    ],
    [
      "what does Kafka cost on GCP",
      undefined,
      /^\*\*I have no price for a managed Kafka cluster on Google Cloud\.\*\* It is priced on AWS only\./,
    ],
    ["What is the price of a pizza", undefined, /^\*\*I have no price for “pizza”/],
    ["Lambda at 10k rps", undefined, /^\*\*AWS Lambda costs about \$27,156/],
    ["what do 2 billion requests to Lambda cost", undefined, /2000 1M requests \| \$0\.2 \| \$400\.00/],
    ["how much is 1,500,000 requests a day of Lambda", undefined, /45\.625 1M requests/],
    ["how much is Lambda with 512 MB memory and 2 seconds", undefined, /1 M requests × 2000 ms at 512 MB/],
    ["how much is S3 for 1,5 TB", undefined, /1536 stored GB-month/],
    ["db.r5.large", undefined, /^\*\*Amazon RDS for PostgreSQL costs about \$194\.00/],
    ["cache.t3.micro", undefined, /^\*\*Amazon ElastiCache for Redis costs about \$12\.41/],
    ["Standard_D2s_v5", undefined, /^\*\*Azure virtual machine costs/],
    ["how much is a t3.micro", "Architect", /\*\*Alternatives on the other clouds\*\*/],
    [
      "what does a Postgres with standby cost",
      "Architect",
      /\*\*Availability agreed:\*\* 99\.95 % \(22 minutes a month may be lost\)\.$/m,
    ],
    [
      "what does a Postgres cost",
      "Architect",
      /A standby in another zone raises it, at about twice the instance price\./,
    ],
    ["What does a Redis with standby cost on AWS", undefined, /1460 cache\.t4g\.small hour/],
    [
      "What does a 1 GB Redis with standby cost on Azure",
      undefined,
      /The price does not depend on a standby in another zone/,
    ],
    ["What does a 2 GB redis cost on Azure", undefined, /Standard C2/],
    ["What does a 5 GB redis cost on Azure", undefined, /Standard C3/],
    ["What does a HA Redis cost on GCP", undefined, /1 GB, with a replica/],
    ["What does m5.large Kafka cost", undefined, /2190 kafka\.m5\.large broker-hour/],
    ["what does Aurora on r6g.large with standby cost", undefined, /1460 db\.r6g\.large hour/],
    ["how much is a r5.large Postgres", undefined, /730 db\.r5\.large hour/],
    ["what is the price of OpenSearch on m5.large", undefined, /m5\.large/],
    ["what does a Redis on t3.micro cost", undefined, /730 cache\.t3\.micro hour/],
    ["how much are Postgres and Redis with 200 GB", undefined, /^\*\*Together about \$176\.30/],
  ])("%s, asked by %s", (text, persona, expected) => {
    expect(ask(text, persona).answer).toMatch(expected);
  });

  it("says what the price does not depend on", () => {
    expect(ask("what does a NAT gateway cost at 2 billion requests").answer).toContain(
      "The price does not depend on 2 billion requests a month",
    );
  });

  it("suggests another cloud where there is one, else another place", () => {
    expect(ask("what does S3 cost").suggestions[0]).toBe("What does an object storage cost on Azure?");
    expect(ask("what does Aurora cost").suggestions[0]).toBe("Where is Amazon Aurora PostgreSQL cheapest?");
  });
});

describe("what goes on from an answer", () => {
  it.each<[text: string, persona: Persona | undefined, before: string, expected: RegExp]>([
    ["and the price?", undefined, "what is S3 on GCP", /costs about \$\d/],
    ["what about the cost?", undefined, "compare Lambda and Fargate at 200 million requests", /\$206\.67/],
    ["show me the code", "CTO", "How do I keep Terraform state safe?", /```hcl/],
    ["show me the code", "Architect", "How do I keep Terraform state safe?", /```hcl/],
    ["show me the code", "DevOps", "draw a shop with a queue, a cache and postgres with standby on AWS", /```hcl/],
  ])("%s, asked by %s after %s", (text, persona, before, expected) => {
    expect(ask(text, persona, [before]).answer).toMatch(expected);
  });
});
