import { createHmac } from "node:crypto";

export const SECRET = "whsec_of_the_test";

export interface ApiEvent {
  rawPath: string;
  headers: Record<string, string>;
  requestContext: { domainName: string };
  body: string;
}

const hmac = (content: string, encoding: "hex" | "base64"): string =>
  createHmac("sha256", SECRET).update(content).digest(encoding);

/** What the catalogue says of how a sender proves itself. */
interface Sender {
  verification: "stripe" | "github" | "slack" | "shopify" | "hubspot" | "hmac-sha256" | "twilio" | "token" | "none";
  proof?: {
    header: string;
    encoding?: "hex" | "base64";
    prefix?: string;
    signs?: "body" | "url+body" | "timestamp+body" | "v0:timestamp:body";
    timestamp_header?: string;
  };
}

/** The headers with which the sender of a workflow's webhook proves itself: written here by the senders' documentation. */
export const proofOf = (trigger: Sender | undefined, event: ApiEvent): Record<string, string> => {
  const seconds = String(Math.floor(Date.now() / 1000));
  const url = `https://${event.requestContext.domainName}${event.rawPath}`;
  const header = trigger?.proof?.header ?? "";
  switch (trigger?.verification) {
    case "stripe":
      return { [header || "Stripe-Signature"]: `t=${seconds},v1=${hmac(`${seconds}.${event.body}`, "hex")}` };
    case "github":
      return { "X-Hub-Signature-256": `sha256=${hmac(event.body, "hex")}` };
    case "slack":
      return {
        "X-Slack-Request-Timestamp": seconds,
        "X-Slack-Signature": `v0=${hmac(`v0:${seconds}:${event.body}`, "hex")}`,
      };
    case "shopify":
      return { "X-Shopify-Hmac-Sha256": hmac(event.body, "base64") };
    case "hubspot":
      return {
        "X-HubSpot-Request-Timestamp": `${seconds}000`,
        "X-HubSpot-Signature-v3": hmac(`POST${url}${event.body}${seconds}000`, "base64"),
      };
    case "twilio": {
      const fields = [...new URLSearchParams(event.body)].toSorted(([a], [b]) => (a < b ? -1 : 1));
      const content = url + fields.map(([name, value]) => name + value).join("");
      return { "X-Twilio-Signature": createHmac("sha1", SECRET).update(content).digest("base64") };
    }
    case "token":
      return { [header]: `${trigger.proof?.prefix ?? ""}${SECRET}` };
    case "hmac-sha256": {
      const { proof } = trigger;
      const before = { body: "", "url+body": url, "timestamp+body": seconds, "v0:timestamp:body": `v0:${seconds}:` };
      const content = before[proof?.signs ?? "body"] + event.body;
      return {
        [header]: `${proof?.prefix ?? ""}${hmac(content, proof?.encoding ?? "hex")}`,
        ...(proof?.timestamp_header === undefined ? {} : { [proof.timestamp_header]: seconds }),
      };
    }
    case undefined:
    case "none":
      return {};
  }
};
