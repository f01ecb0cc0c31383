import { describe, expect, it } from "vitest";
import { advise } from "./advise.ts";
import type { AnalysedDesign, Persona } from "./advice.ts";

type Finding = AnalysedDesign["findings"][number];

const finding = (rule: string, severity: string, pillar: string, resource: string, title: string): Finding => ({
  rule,
  severity,
  pillar,
  resource,
  file: "main.tf",
  line: 7,
  title,
  why: `${title} hurts.`,
  fix: `Mend ${resource}.`,
});

const step = (title: string, score_after: number, monthly_delta: number) => ({
  title,
  why: `${title} helps.`,
  score_after,
  monthly_delta,
  effort: "low",
});

const empty: AnalysedDesign = {
  analysis_id: "an-7",
  title: "Shop",
  score: 97,
  scores: { security: 97, reliability: 97, cost: null, overall: 97 },
  findings: [],
  priorities: [],
  cost: { monthly: 120, as_of: "2025-12", items: [], unpriced: [] },
  cloud: "aws",
  region: "eu-central-1",
  components: ["aws_db_instance.orders", "aws_sqs_queue.jobs"],
  diagram: "flowchart LR\n",
};

const item = (resource: string, monthly: number) => ({ resource, service: "aws.ec2", monthly, assumption: "730 h" });

const busy: AnalysedDesign = {
  ...empty,
  score: 60,
  findings: [
    finding("aws-rds-single-az", "high", "reliability", "aws_db_instance.orders", "Database has no standby"),
    finding("aws-rds-public", "critical", "security", "aws_db_instance.orders", "Database is public"),
    ...["a", "b", "c", "d", "e", "f", "g", "h"].map((name) =>
      finding("aws-s3-versioning", "medium", "reliability", `aws_s3_bucket.${name}`, "Bucket keeps no versions"),
    ),
    { ...finding("made-rule", "notice", "cost", "aws_instance.web", "Machine is large"), file: null, line: null },
  ],
  priorities: [
    step("Close the database", 60.3, 0),
    step("Add a standby", 74.6, 80),
    step("Shrink the machine", 75, -30),
  ],
  cost: {
    monthly: 300,
    as_of: "2025-12",
    items: [item("b", 100), item("a", 100), item("c", 100)],
    unpriced: ["aws_x.y"],
  },
};

const ask = (text: string, on: AnalysedDesign, persona?: Persona) =>
  advise({ text, history: [], persona, analysis: on });

describe("a design with findings", () => {
  it.each<[text: string, persona: Persona | undefined, expected: RegExp]>([
    [
      "Why is my score 60?",
      "CTO",
      /\*\*What it takes:\*\* the 3 steps of the list bring it to 75, for \$50\.00 more a month/,
    ],
    [
      "Why is my score 60?",
      undefined,
      /11 findings \(1 critical, 1 high and 8 medium\)[\s\S]*… and|\*\*First steps:\*\*/,
    ],
    [
      "What should I fix first?",
      undefined,
      /Alone it moves the score of 60 by less than a point; all 3 steps bring it to 75\./,
    ],
    ["What should I fix first?", "CTO", /\*\*Budget:\*\* all 3 steps together change the bill by \$50\.00 a month/],
    [
      "What should I fix first?",
      "DevOps",
      /\*\*Where in the code:\*\*[\s\S]*`aws_db_instance\.orders` \(main\.tf:7\): Mend/,
    ],
    [
      "Which findings are there?",
      undefined,
      /\*\*11 findings \(1 critical, 1 high and 8 medium\):\*\*[\s\S]*… and 3 more\./,
    ],
    ["Which reliability issues are there in my design?", undefined, /\*\*9 reliability findings/],
    ["Which operations risks does my design have?", undefined, /^\*\*No operations finding\.\*\*/],
    ["Which low findings are there?", undefined, /\*\*No low finding\.\*\* The analysis has 11 findings in all/],
    [
      "What did you assume for the price?",
      "CTO",
      /\*\*About \$300\.00 a month\*\* in eu-central-1[\s\S]*\(\$3,600 a year\)[\s\S]*`a`[\s\S]*`b`[\s\S]*`c`[\s\S]*Not in the sum[\s\S]*aws_x\.y/,
    ],
    ["How do I make it cheaper?", "DevOps", /^\*\*\$30\.00 a month can go\*\*, of \$300\.00:[\s\S]*Findings on cost:/],
    ["Give me an overview of my design", undefined, /\*\*Shop\*\*: score 60, 11 findings[\s\S]*\*\*First steps:\*\*/],
    ["Is my database secure?", undefined, /^\*\*Not quite:\*\* one finding speaks of your database \(security\)\./],
    [
      "Is my database highly available?",
      undefined,
      /^\*\*No:\*\* one finding speaks of your database \(reliability\)\./,
    ],
    [
      "Can this survive an outage?",
      undefined,
      /^\*\*No:\*\* 9 findings speak of your design \(reliability\)[\s\S]*Database has no standby/,
    ],
    ["What about my database?", undefined, /^\*\*2 findings:\*\* 2 findings speak of your database\./],
    ["What about my queue?", undefined, /^\*\*No finding speaks against your queue\*\* \(`aws_sqs_queue\.jobs`\)/],
    ["How are our buckets doing?", undefined, /^\*\*8 findings:\*\*/],
    [
      "Are my queues secure?",
      undefined,
      /^\*\*No security finding speaks against your queues\*\* \(`aws_sqs_queue\.jobs`\)/,
    ],
    ["Explain finding aws-s3-versioning", undefined, /… and 4 more of the same\./],
    ["Explain finding aws-rds-public", "DevOps", /\*\*Fix:\*\* Mend[\s\S]*\*\*Why:\*\*/],
    ["What is aws_instance.web about?", undefined, /\*\*Machine is large\*\* at `aws_instance\.web`: notice, cost/],
    ["explain what a public database means for my design", undefined, /\*\*Database is public\*\*/],
  ])("%s, asked by %s", (text, persona, expected) => {
    expect(ask(text, busy, persona).answer).toMatch(expected);
  });

  it("names a finding without a file by its resource alone, after all severities that it knows", () => {
    const { answer, citations } = ask("Which findings are there?", { ...busy, findings: busy.findings.slice(-1) });
    expect(answer).toContain("| notice | Machine is large | `aws_instance.web` |");
    expect(answer).toContain("(none)");
    expect(citations.map(({ id }) => id)).toContain("made-rule@aws_instance.web");
  });
});

describe("a design without findings", () => {
  it.each<[text: string, expected: RegExp]>([
    [
      "Why is my score 97?",
      /\*\*The score is 97 of 100:\*\* no rule fails\. Lowest: reliability \(97\) and security \(97\)\./,
    ],
    ["What should I fix first?", /^\*\*Nothing is left to fix:\*\*/],
    ["How do I make it cheaper?", /^\*\*The analysis found no step that lowers the bill of \$120\.00 by itself\.\*\*/],
    ["Which findings are critical?", /^\*\*No critical finding\.\*\* The analysis has 0 findings in all: none\./],
    ["Summarise my design", /score 97, 0 findings \(none\)/],
    ["Is my database safe?", /^\*\*No security finding speaks against your database\*\*/],
    ["How is my cache?", /^\*\*The analysis holds no cache\*\*/],
  ])("%s", (text, expected) => {
    const { answer, suggestions, citations } = ask(text, empty);
    expect(answer).toMatch(expected);
    expect(suggestions).toHaveLength(3);
    expect(citations.at(-1)?.id).toBe("analysis:an-7");
  });

  it("suggests what can be asked of it", () => {
    expect(ask("What should I fix first?", empty).suggestions[0]).toBe("Is my design highly available?");
    expect(ask("What should I fix first?", empty, "CTO").answer).not.toContain("Budget");
  });

  it("tells how far the first step brings it", () => {
    const on = { ...empty, score: 60, priorities: [step("Add a standby", 74.6, 80)] };
    expect(ask("What should I fix first?", on).answer).toContain("It brings the score from 60 to 75.");
  });

  it.each(["does it scale horizontally", "explain our deployment cadence"])(
    "leaves what no finding speaks of to the knowledge base: %s",
    (text) => {
      expect(ask(text, busy).citations.map(({ id }) => id)).not.toContain("analysis:an-7");
    },
  );
});
