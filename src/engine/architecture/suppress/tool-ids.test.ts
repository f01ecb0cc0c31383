import { describe, expect, it } from "vitest";
import { analyzeDesign } from "../analyze.ts";
import file from "./tool-ids.json" with { type: "json" };

const providers: Readonly<Record<string, string>> = { aws: "aws", azu: "azure", gcp: "google", ksv: "kubernetes" };

const checkovFamilies: Readonly<Record<string, RegExp>> = {
  aws: /^CKV2?_AWS_\d+$/,
  azu: /^CKV2?_AZURE_\d+$/,
  gcp: /^CKV2?_GCP_\d+$/,
  ksv: /^CKV_K8S_\d+$/,
};

describe("what other tools call a check", () => {
  it("is one row for each of their names, within one provider", () => {
    const names = file.checks.map(([avd, long]) => `${avd} ${long}`);
    expect(new Set(names).size).toBe(names.length);
    for (const [avd = "", long = "", ids = ""] of file.checks) {
      const [, cloud = ""] = /^avd-([a-z]{3})-\d{4}$/.exec(avd) ?? [];
      expect([avd, long.startsWith(`${providers[cloud]}-`)]).toEqual([avd, true]);
      expect([avd, ids.split(" ").filter((id) => checkovFamilies[cloud]?.test(id) !== true)]).toEqual([avd, []]);
    }
  });

  it.each(["AVD-KSV-0017", "KSV-0017", "KSV017", "kubernetes-no-privileged-containers"])(
    "is understood in a manifest as %s",
    (name) => {
      const text = `apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  containers:
    - name: c
      image: nginx:1.27
      securityContext:
        # trivy:ignore:${name}
        privileged: true
`;
      const { suppressed } = analyzeDesign({ files: [{ name: "pod.yaml", text }], generated: false, goals: [] });
      expect(suppressed.map(({ by }) => by)).toEqual(["trivy"]);
    },
  );
});
