import { describe, expect, it } from "vitest";
import { capabilities, findAction, findTool, tools } from "./index.ts";
import type { Action, Call, Tool } from "./index.ts";

// https://docs.python.org/3/reference/lexical_analysis.html#keywords
const keywords = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type".split(
    " ",
  ),
);

const textsOf = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => textsOf(each));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) => [key, ...textsOf(each)]);
};
const withoutCredentials = (text: string): string => text.replaceAll(/\{\{[A-Z0-9_]+\}\}/g, "");
const inputsOf = (call: Call): string[] =>
  textsOf(call).flatMap((text) =>
    [...withoutCredentials(text).matchAll(/(?<!\$)\{([a-z][a-z0-9_]*)\}/g)].map((match) => match[1] ?? ""),
  );
const keysOf = (call: Call): string[] => [
  ...(call.kind === "http" && call.auth.kind === "google-service-account" ? [call.auth.credential] : []),
  ...textsOf(call).flatMap((text) => [...text.matchAll(/\{\{([A-Z0-9_]+)\}\}/g)].map((match) => match[1] ?? "")),
];

const actions: [string, Tool, Action][] = tools.flatMap((tool) =>
  tool.actions.map((action): [string, Tool, Action] => [`${tool.id} ${action.id}`, tool, action]),
);
const credentials = tools.flatMap((tool) => tool.credentials.map((each): [string, typeof each] => [each.key, each]));
const twice = (names: readonly string[]): string[] => names.filter((name, at) => names.indexOf(name) !== at);

describe("every tool", () => {
  it("has an id, and the closed list is long enough", () => {
    expect(twice(tools.map((tool) => tool.id))).toEqual([]);
    expect(tools.length).toBeGreaterThanOrEqual(75);
    expect(findTool("stripe")?.name).toBe("Stripe");
    expect(findTool("laws")).toBeUndefined();
  });

  it("is called by names that no other is called by", () => {
    const names = tools.flatMap((tool) => [...new Set([tool.name.toLowerCase(), ...tool.aliases])]);
    expect(twice(names)).toEqual([]);
    expect(tools.flatMap((tool) => twice(tool.aliases))).toEqual([]);
  });

  it("marks the names that are everyday words", () => {
    const everyday = ["notion", "square", "monday", "linear", "box", "drive", "sheets", "teams", "segment", "resend"];
    const taken = tools.flatMap((tool) =>
      [tool.name.toLowerCase(), ...tool.aliases].filter((name) => !(tool.ambiguous ?? []).includes(name)),
    );
    expect(everyday.filter((word) => taken.includes(word))).toEqual([]);
    for (const tool of tools) {
      const names = [tool.name.toLowerCase(), ...tool.aliases];
      expect([tool.id, (tool.ambiguous ?? []).filter((name) => !names.includes(name))]).toEqual([tool.id, []]);
      expect([tool.id, (tool.ambiguous === undefined) === (tool.context === undefined)]).toEqual([tool.id, true]);
    }
  });

  it("starts something or does something, each once", () => {
    for (const tool of tools) {
      expect(tool.triggers.length + tool.actions.length).toBeGreaterThan(0);
      expect([tool.id, twice(tool.actions.map((action) => action.id))]).toEqual([tool.id, []]);
      expect([tool.id, twice(tool.triggers.map((trigger) => trigger.event))]).toEqual([tool.id, []]);
      expect([tool.id, twice(tool.credentials.map((each) => each.key))]).toEqual([tool.id, []]);
    }
  });
});

describe("every action", () => {
  it.each(actions)("%s uses each of its inputs, and no other", (_, tool, action) => {
    const named = action.inputs.map((input) => input.name);
    expect(twice(named)).toEqual([]);
    expect(named.filter((name) => keywords.has(name))).toEqual([]);
    const used = action.call.kind === "python" ? named : [...new Set(inputsOf(action.call))];
    expect(used.toSorted()).toEqual(named.toSorted());
    expect(findAction(tool, action.id)).toBe(action);
  });

  it.each(actions)("%s falls back to something of the right kind", (_, __, action) => {
    const wrong = action.inputs.filter(({ type, required, compose, fallback }) => {
      if (!("constant" in fallback)) return false;
      if (fallback.constant === "")
        return required && compose === undefined && type === "text" && action.call.kind !== "python";
      if (type === "time") return !/^now(?:[+-]\d+)?$/.test(fallback.constant);
      if (type === "date") return !/^today(?:[+-]\d+)?$/.test(fallback.constant);
      return type === "number" && !/^\d+$/.test(fallback.constant);
    });
    expect(wrong).toEqual([]);
  });

  it.each(actions)("%s uses only the credentials of its tool, and AWS needs none", (_, tool, action) => {
    const declared = new Set(action.call.kind === "boto3" ? [] : tool.credentials.map((each) => each.key));
    expect(keysOf(action.call).filter((key) => !declared.has(key))).toEqual([]);
  });

  it.each(actions)("%s has no output twice", (_, __, action) => {
    expect(twice(action.outputs.map((field) => field.name))).toEqual([]);
  });

  it.each(actions)("%s is allowed on what its own settings name", (_, __, action) => {
    if (action.call.kind !== "boto3") return;
    const settings = action.inputs.flatMap((input) => ("setting" in input.fallback ? [input.fallback.setting] : []));
    const named = [...action.call.policy.resource.matchAll(/\$\{([A-Z0-9_]+)\}/g)].map((match) => match[1] ?? "");
    expect(named.filter((name) => !settings.includes(name))).toEqual([]);
  });

  it("has one body at most, and none where it only reads", () => {
    for (const [name, , { call }] of actions) {
      if (call.kind !== "http") continue;
      const bodies = [call.json, call.form, call.raw, call.related].filter((body) => body !== undefined);
      expect([name, bodies.length <= (call.method === "GET" ? 0 : 1)]).toEqual([name, true]);
    }
  });

  it("leaves a setting with one example", () => {
    const examples = new Map<string, Set<string>>();
    for (const [, , action] of actions) {
      for (const { fallback } of action.inputs) {
        if (!("setting" in fallback)) continue;
        examples.set(fallback.setting, (examples.get(fallback.setting) ?? new Set()).add(fallback.example));
      }
    }
    expect([...examples].filter(([, each]) => each.size > 1)).toEqual([]);
  });

  it("leaves the names of settings apart from those of credentials", () => {
    const keys = new Set(credentials.map(([key]) => key));
    const settings = actions.flatMap(([, , action]) =>
      action.inputs.flatMap((input) => ("setting" in input.fallback ? [input.fallback.setting] : [])),
    );
    expect(settings.filter((name) => keys.has(name))).toEqual([]);
  });
});

describe("every trigger", () => {
  it("is checked with a credential of its tool, and says where the proof is", () => {
    for (const tool of tools) {
      for (const trigger of tool.triggers) {
        const name = `${tool.id} ${trigger.event}`;
        const declared = tool.credentials.map((each) => each.key);
        expect([name, trigger.secret === undefined]).toEqual([name, trigger.verification === "none"]);
        const isDetached = trigger.verification === "hmac-sha256" || trigger.verification === "token";
        const faults = [
          trigger.secret !== undefined && !declared.includes(trigger.secret) && "an unknown secret",
          isDetached && trigger.proof === undefined && "no place of the proof",
          trigger.verification === "hmac-sha256" && trigger.proof?.encoding === undefined && "no encoding",
          trigger.type !== "webhook" && trigger.verification !== "none" && "a proof inside AWS",
        ].filter(Boolean);
        expect([name, faults]).toEqual([name, []]);
        expect([name, trigger.event_pattern === undefined]).toEqual([name, trigger.type !== "eventbridge"]);
        expect([name, trigger.changes === undefined]).toEqual([name, trigger.type !== "dynamodb"]);
        expect([name, twice(trigger.outputs.map((field) => field.name))]).toEqual([name, []]);
      }
    }
  });

  it("is told from the other events that the same address gets", () => {
    for (const tool of tools) {
      const webhooks = tool.triggers.filter(
        (trigger) => trigger.type === "webhook" && trigger.event !== "slash_command",
      );
      if (webhooks.length < 2) continue;
      const marks = webhooks.map((trigger) => JSON.stringify(trigger.told_by ?? []));
      expect([tool.id, twice(marks)]).toEqual([tool.id, []]);
    }
  });
});

describe("what is chosen when nobody names a tool", () => {
  it("is an action of the catalogue, each phrase for one of them", () => {
    for (const { tool, action, phrases } of capabilities) {
      const found = findTool(tool);
      expect([tool, action, found !== undefined && findAction(found, action) !== undefined]).toEqual([
        tool,
        action,
        true,
      ]);
      expect(phrases.filter((phrase) => !/^[a-z0-9][a-z0-9 '-]*$/.test(phrase))).toEqual([]);
    }
    expect(twice(capabilities.flatMap((each) => each.phrases))).toEqual([]);
  });

  it.each([
    ["send an email", "aws-ses"],
    ["send an sms", "twilio"],
    ["save to a database", "aws-dynamodb"],
    ["store a file", "aws-s3"],
    ["notify the team", "slack"],
    ["create a ticket", "jira"],
    ["add a row to a spreadsheet", "google-sheets"],
    ["put on the calendar", "google-calendar"],
    ["translate", "aws-translate"],
    ["sentiment", "aws-comprehend"],
    ["summarise", "openai"],
    ["post a tweet", "x"],
    ["read a feed", "rss"],
    ["weather", "openweather"],
    ["exchange rate", "frankfurter"],
    ["charge a card", "stripe"],
  ])("%s: %s", (phrase, tool) => {
    expect(capabilities.find((each) => each.phrases.includes(phrase))?.tool).toBe(tool);
  });
});
