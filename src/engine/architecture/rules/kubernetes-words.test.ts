import { expect, it } from "vitest";
import { inManifestWords } from "./kubernetes-words.ts";

it.each([
  ["Set `run_as_non_root` to true.", "Set `runAsNonRoot` to true."],
  ["Set `host_pid` to false.", "Set `hostPID` to false."],
  [
    'Set `capabilities { drop = ["ALL"] }` and add NET_RAW back.',
    'Set `capabilities: { drop: ["ALL"] }` and add NET_RAW back.',
  ],
  ['Set `run_as_user { rule = "MustRunAs_x" }`.', 'Set `runAsUser: { rule: "MustRunAs_x" }`.'],
  ["Add a `kubernetes_network_policy_v1`.", "Add a `NetworkPolicy`."],
  ["Name it in `subject`.", "Name it in `subjects`."],
  ["Start it with `--client-ca-file`.", "Start it with `--client-ca-file`."],
  ["Set `requests.memory` in `resources`.", "Set `requests.memory` in `resources`."],
])("%s", (inTerraform, inManifest) => {
  expect(inManifestWords(inTerraform)).toBe(inManifest);
});
