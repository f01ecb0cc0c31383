import { describe, expect, it } from "vitest";
import type { Attributes } from "../model/index.ts";
import { kubernetesControlPlaneRules } from "./kubernetes-control-plane.ts";
import flags from "./kubernetes-flags.json" with { type: "json" };
import { later } from "./rule-table-fixture.ts";
import { component, modelOf } from "./rules-fixture.ts";

const tests = ["is", "isNot", "holds", "lacks", "only", "set", "unset", "atLeast", "atMost", "within"];

const answer = (id: string, attributes: Attributes, type = "kubernetes_pod") => {
  const subject = component(type, "api", attributes);
  return kubernetesControlPlaneRules
    .find((rule) => rule.id === `kubernetes-control-${id}`)
    ?.check(subject, modelOf(subject));
};

const runs = (command: Attributes[string], more: Attributes = {}): Attributes => ({
  spec: [{ container: [{ command, ...more }] }],
});
const outcome = (id: string, ...command: string[]) => answer(id, runs(command))?.outcome;

/** A value that the check takes and one that it does not. */
const examples = ({ test, values = [] }: { test: string; values?: readonly string[] }): readonly [string, string] => {
  const [value = ""] = values;
  if (test === "is") return [value, "other"];
  if (test === "isNot" || test === "lacks") return ["other", value];
  if (test === "holds") return [`other,${value}`, "other"];
  if (test === "only") return [value, `${value},TLS_RSA_WITH_RC4_128_SHA`];
  if (test === "set") return ["/etc/kubernetes/pki/own.crt", ""];
  if (test === "atLeast") return [value, String(Number(value) - 1)];
  if (test === "atMost") return [value, String(Number(value) + 1)];
  return ["60s", "1h"];
};

describe("flags of the control plane", () => {
  it("names a known test, severity and pillar in every row, and each row once", () => {
    expect(flags.filter(({ test }) => !tests.includes(test))).toEqual([]);
    expect(flags.filter(({ missing }) => missing !== "fail" && missing !== "pass")).toEqual([]);
    expect(flags.filter(({ severity }) => !["critical", "high", "medium", "low"].includes(severity))).toEqual([]);
    expect(flags.filter(({ pillar }) => !["security", "reliability", "operations"].includes(pillar))).toEqual([]);
    expect(new Set(flags.map(({ id }) => id)).size).toBe(flags.length);
  });

  it.each(flags.flatMap((row) => row.programs.map((program) => ({ ...row, program }))))(
    "$id of $program passes, fails and is missing as its row says",
    ({ id, program, flags: names, test, missing, ...row }) => {
      const [good, bad] = examples({ test, ...row });
      const call = (value: string) => outcome(id, program, ...names.map((name) => `--${name}=${value}`));
      expect(test === "unset" ? outcome(id, program) : call(good)).toBe("pass");
      expect(call(bad)).toBe("fail");
      expect(outcome(id, program)).toBe(missing);
      expect(outcome(id, "nginx")).toBe("skip");
    },
  );

  it.each([
    ["as an argument of its own", runs(["kube-apiserver"], { args: ["--anonymous-auth", "false"] }), "pass"],
    ["in one text with the program", runs(["sh", "-c", "kube-apiserver --anonymous-auth=false"]), "pass"],
    ["behind a path", runs(["/usr/local/bin/kube-apiserver", "--anonymous-auth=false"]), "pass"],
    ["as a bare flag, which is true", runs(["kubelet", "--anonymous-auth"]), "fail"],
    ["nowhere, as far as is known", runs(["kube-apiserver", later]), "unknown"],
  ])("reads a flag %s", (_, attributes, expected) => {
    expect(answer("anonymous-requests", attributes)?.outcome).toBe(expected);
  });

  it("points at the argument, or at the command where it is missing", () => {
    expect(answer("always-allow", runs(["kube-apiserver", "--authorization-mode=RBAC,AlwaysAllow"]))).toMatchObject({
      path: "spec.container[0].command[1]",
    });
    expect(answer("no-audit-log", runs(["kube-apiserver"]))).toMatchObject({ path: "spec.container[0].command" });
  });

  it("asks no newer version for a flag that it does not have", () => {
    const image = (tag: string) => runs(["kube-apiserver"], { image: `registry.k8s.io/kube-apiserver:${tag}` });
    expect(answer("insecure-port", image("v1.18.2"))?.outcome).toBe("fail");
    expect(answer("insecure-port", image("v1.30.0"))?.outcome).toBe("skip");
  });

  it("counts in units of time", () => {
    expect(outcome("request-timeout", "kube-apiserver", "--request-timeout=1m30s")).toBe("pass");
    expect(outcome("request-timeout", "kube-apiserver", "--request-timeout=5m1s")).toBe("fail");
    expect(outcome("request-timeout", "kube-apiserver", "--request-timeout=soon")).toBe("fail");
  });

  it.each([
    ["always-allow", { authorization: { mode: "AlwaysAllow" } }, "fail"],
    ["always-allow", { authorization: { mode: "Webhook" } }, "pass"],
    ["anonymous-requests", { authentication: { anonymous: { enabled: true } } }, "fail"],
    ["anonymous-requests", {}, "pass"],
    ["kubelet-kernel-defaults", {}, "fail"],
    ["kubelet-no-renewal", { rotateCertificates: true }, "pass"],
    ["kubelet-read-only-port", { readOnlyPort: 10255 }, "fail"],
    ["no-certificate-rotation", { featureGates: { RotateKubeletServerCertificate: false } }, "fail"],
    ["weak-ciphers", { tlsCipherSuites: ["TLS_AES_128_GCM_SHA256"] }, "pass"],
    ["anonymous-requests", { authentication: { anonymous: { enabled: later } } }, "unknown"],
  ])("reads %s in a kubelet's configuration %o: %s", (id, settings, expected) => {
    const manifest = { kind: "KubeletConfiguration", ...settings };
    expect(answer(id, { manifest }, "kubernetes_manifest")?.outcome).toBe(expected);
  });

  it("says nothing of other manifests", () => {
    expect(answer("always-allow", { manifest: { kind: "Widget" } }, "kubernetes_manifest")?.outcome).toBe("skip");
  });
});
