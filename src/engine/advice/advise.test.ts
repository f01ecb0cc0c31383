import { describe, expect, it } from "vitest";
import { analyzeDesign } from "../architecture/index.ts";
import { toGraph } from "../architecture/emit/graph.ts";
import { toMermaid } from "../architecture/emit/mermaid.ts";
import { advise } from "./advise.ts";
import type { AnalysedDesign, Persona } from "./advice.ts";

const files = [
  {
    name: "main.tf",
    text: `resource "aws_db_instance" "orders" {
  engine              = "postgres"
  instance_class      = "db.t3.medium"
  allocated_storage   = 50
  publicly_accessible = true
}

resource "aws_s3_bucket" "files" {
  acl = "public-read"
}
`,
  },
];

const made = analyzeDesign({ files, generated: false, goals: [], region: "us-east-1" });

const analysis: AnalysedDesign = {
  analysis_id: "an-1",
  title: "Orders",
  score: made.scores.overall,
  scores: made.scores.pillars,
  findings: made.findings,
  priorities: made.priorities,
  cost: made.cost,
  cloud: made.architecture.cloud,
  region: made.architecture.region,
  components: made.architecture.components.map(({ id }) => id),
  diagram: toMermaid(toGraph(made.architecture, { title: "Orders" })),
};

const ask = (text: string, more: { before?: readonly string[]; persona?: Persona; on?: AnalysedDesign } = {}) =>
  advise({
    text,
    history: (more.before ?? []).flatMap((content) => [
      { role: "user" as const, content },
      { role: "assistant" as const, content: "…" },
    ]),
    persona: more.persona,
    analysis: more.on,
  });

const idsOf = ({ citations }: ReturnType<typeof advise>): string[] => citations.map(({ id }) => id);

describe("a question that goes on from the one before", () => {
  it.each([
    ["and on GCP?", ["what does a Multi-AZ Postgres cost"], /^\*\*Cloud SQL for PostgreSQL costs.*us-central1/],
    ["in Frankfurt?", ["how much is a NAT gateway"], /^\*\*AWS NAT gateway costs.*Frankfurt/],
    ["show me the code", ["what does a Multi-AZ Postgres cost"], /multi_az {10}= true/],
    ["with 100 million requests", ["compare Lambda and Fargate at 10M requests"], /\$103\.33/],
    ["and on Azure?", ["what is S3 on GCP"], /^\*\*Blob Storage\*\* is Azure's/],
    ["and on AWS?", ["draw a three-tier app on Azure"], /^\*\*Web application on AWS/],
    ["what about cost?", ["draw a three-tier app on Azure"], /azurerm_postgresql_flexible_server/],
    ["what about Lambda?", ["What does Fargate cost?"], /^\*\*AWS Lambda costs/],
    ["and in parallel?", ["99.9 and 99.9 in series"], /^\*\*99\.9999 %/],
    ["and on GCP?", ["what does a Multi-AZ Postgres cost", "in Frankfurt?"], /europe-west3/],
  ])("%s after %j", (text, before, expected) => {
    expect(ask(text, { before }).answer).toMatch(expected);
  });

  it("takes a whole question for a new one", () => {
    const after = ask("How do I keep Terraform state safe?", { before: ["what does a Multi-AZ Postgres cost"] });
    expect(after).toEqual(ask("How do I keep Terraform state safe?"));
  });
});

describe("a persona", () => {
  const questions = [
    "How do I keep my database running when a zone fails?",
    "what does a Multi-AZ Postgres cost",
    "compare Lambda and Fargate at 10M requests",
    "draw a three-tier app on Azure",
    "best region for users in Brazil and Spain on AWS",
    "What is S3 on Azure?",
    "what is CKV_AWS_57",
  ];

  it.each(questions)("changes the answer to: %s", (text) => {
    const answers = (["CTO", "DevOps", "Architect"] as const).map((persona) => ask(text, { persona }).answer);
    expect(new Set(answers).size).toBe(3);
  });

  it("changes which parts are there, and in which order", () => {
    const text = "How do I keep my database running when a zone fails?";
    expect(ask(text, { persona: "CTO" }).answer).toMatch(/at risk[\s\S]*Ask your team/);
    expect(ask(text, { persona: "DevOps" }).answer).toMatch(/\*\*Do:\*\*[\s\S]*Checked on every analysis/);
    expect(ask(text, { persona: "Architect" }).answer).toContain("**Decide and build:**");
    expect(ask(text, { persona: "CTO" }).answer).not.toContain("```");
  });
});

describe("a question on one's own analysis", () => {
  const worst = made.findings.filter(({ severity }) => severity === "critical");

  it("explains the score by the findings that pull it down, with their places", () => {
    const advice = ask(`why is my score ${analysis.score}`, { on: analysis });
    expect(advice.answer).toContain(`The score is ${analysis.score} of 100`);
    for (const { rule, resource, line } of worst.slice(0, 3)) {
      expect(idsOf(advice)).toContain(`${rule}@${resource}`);
      expect(advice.answer).toContain(`main.tf:${line}`);
    }
    expect(idsOf(advice)).toContain("analysis:an-1");
  });

  it("lists the critical findings and no others", () => {
    const { citations } = ask("which findings are critical", { on: analysis });
    expect(citations.filter(({ id }) => id.includes("@")).map(({ id }) => id)).toEqual(
      worst.map(({ rule, resource }) => `${rule}@${resource}`).toSorted(),
    );
  });

  it("says what to fix first as the analysis does", () => {
    const { answer } = ask("What should I fix first?", { on: analysis });
    expect(answer.split("\n")[0]).toContain(made.priorities[0]?.title.replaceAll("`", "").slice(0, 12));
  });

  it.each([
    ["What did you assume for the price?", /^\*\*About \$[\d,.]+ a month\*\* in us-east-1/],
    ["How do I make it cheaper?", /aws_db_instance\.orders/],
    ["Is my database highly available?", /^\*\*No:\*\*/],
    ["Is my queue encrypted?", /holds no queue/],
    ["Show me my diagram", /```mermaid/],
    [`Explain finding ${worst[0]?.rule ?? ""}@${worst[0]?.resource ?? ""}`, /\*\*Why:\*\*[\s\S]*\*\*Fix:\*\*/],
  ])("%s", (text, expected) => {
    expect(ask(text, { on: analysis }).answer).toMatch(expected);
  });

  it("does not stand in the way of other questions", () => {
    expect(ask("how much is a NAT gateway in Frankfurt", { on: analysis })).toEqual(
      ask("how much is a NAT gateway in Frankfurt"),
    );
  });

  it("is not answered where there is no analysis", () => {
    const { answer, citations } = ask("why is my score 47");
    expect(answer).toContain("I have no analysis before me");
    expect(citations).toEqual([]);
  });

  it("shows no markup of the user's own names", () => {
    const [finding] = made.findings;
    if (finding === undefined) throw new Error("no finding");
    const hostile = {
      ...analysis,
      title: "![x](https://evil.example/a.png)",
      findings: [{ ...finding, resource: "aws.x` <img src=y> `", file: "[a](javascript:b).tf" }],
    };
    const { answer } = ask("which findings are there in my design", { on: hostile });
    expect(answer).not.toMatch(/!\[|\]\(|` </);
  });
});

describe("an answer", () => {
  it.each(["hello", "Thank you!", "what can you do", "which things can you price"])(
    "to %s says what it can do",
    (text) => {
      expect(ask(text).suggestions).toHaveLength(3);
      expect(ask(text).citations).toEqual([]);
    },
  );

  it.each(["draw a three-tier app on Azure", "RDS vs Aurora", "sdkfjh", "", "a ".repeat(9000), "`".repeat(500)])(
    "to %j is the same every time, with three suggestions",
    (text) => {
      const advice = ask(text);
      expect(ask(text)).toEqual(advice);
      expect(advice.suggestions).toHaveLength(3);
      expect(new Set(idsOf(advice)).size).toBe(advice.citations.length);
    },
  );

  it("suggests questions that it can answer itself", () => {
    const unanswered = [
      "what does a Multi-AZ Postgres cost",
      "RDS vs Aurora",
      "what is S3 on Azure",
      "draw an API on GCP",
    ]
      .flatMap((text) => ask(text).suggestions.map((next) => [text, next] as const))
      .filter(([text, next]) => ask(next, { before: [text] }).citations.length === 0)
      .map(([text, next]) => `${text} → ${next}`);
    expect(unanswered).toEqual([]);
  });
});
