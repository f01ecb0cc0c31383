import type { Advice } from "./advice.ts";
import { bullets, paragraphs } from "./markdown.ts";
import { priceable } from "./price.ts";
import type { Reading } from "./reading.ts";

const abilities = [
  "**Prices:** “What does a Multi-AZ Postgres cost in Frankfurt?”",
  "**Comparisons:** “Compare Lambda and Fargate at 10 million requests”",
  "**Regions:** “Best region for users in Brazil and Spain”",
  "**Designs:** “Draw a three-tier app on Azure”",
  "**Your analysis:** “Why is my score 47?”, “What should I fix first?”",
  "**Knowledge:** high availability, recovery, security, compliance, cost, networks, data, containers, Kubernetes, serverless, delivery, observability, migration, multi-cloud",
  "**Service names and SLAs:** “What is S3 on Azure?”, “How many minutes is 99.99 %?”",
];

const starters = [
  "Draw a three-tier app on Azure",
  "What does a Multi-AZ Postgres cost?",
  "Best region for users in Brazil and Spain",
];

const greeting =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|สวัสดี\S*|hola|hallo|moin|salut|yo|greetings)\b[\s!.,]*(?:there|all|everyone|advisor)?[\s!.]*$/i;
const thanks = /^(?:thanks?|thank you|thx|cheers|great|perfect|nice|cool|ขอบคุณ\S*)\b[\s\w!.,]{0,30}$/i;
const aboutMe =
  /\b(?:who|what) are you\b|\bwhat can you (?:do|help)|\bhelp me\??$|^help\b|\bhow (?:do|can) (?:i|you) (?:use|help)\b|\byour name\b/i;
const priceList = /\bwh(?:ich|at) (?:things |services |products )?can you price\b/i;

/** Greetings, thanks, and what the advisor is. */
export const answerSmallTalk = ({ own }: Reading): Advice | undefined => {
  const text = own.trim();
  if (priceList.test(text))
    return {
      answer: paragraphs("**These, on AWS, Azure and Google Cloud where they have one:**", bullets(priceable())),
      suggestions: starters,
      citations: [],
    };
  if (greeting.test(text))
    return {
      answer: paragraphs(
        "Hello. I am StackStage's cloud architecture advisor. Ask me, for example:",
        bullets(abilities),
      ),
      suggestions: starters,
      citations: [],
    };
  if (thanks.test(text))
    return { answer: "You are welcome. What would you like to know next?", suggestions: starters, citations: [] };
  if (aboutMe.test(text))
    return {
      answer: paragraphs(
        "I am StackStage's built-in cloud architecture advisor: I answer from our own knowledge base, price tables, rules and region data, and say so when I do not know. I can help with:",
        bullets(abilities),
      ),
      suggestions: starters,
      citations: [],
    };
  return undefined;
};

/** Says that it does not know, and what it can do. */
export const decline = (): Advice => ({
  answer: paragraphs(
    "**I don't know that.** It is not in my knowledge base, and I do not guess. I answer questions on cloud architecture:",
    bullets(abilities),
  ),
  suggestions: starters,
  citations: [],
});
