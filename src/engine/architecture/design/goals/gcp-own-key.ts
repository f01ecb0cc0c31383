import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { add, code, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { every } from "./cloud-goals.ts";
import { singles } from "./declared.ts";

/** What takes a key of one's own without being built anew, and the agent of Google's that must be let use the key. */
const holders = [
  {
    type: "google_storage_bucket",
    path: "encryption.default_kms_key_name",
    service: "storage",
    agent: "gs-project-accounts",
  },
  { type: "google_pubsub_topic", path: "kms_key_name", service: "pubsub", agent: "gcp-sa-pubsub" },
] as const;

/** A key serves the region that it stands in; files of a whole continent need one of the continent. */
const isInReach = (component: Component, model: Model): boolean => {
  const place = textAt(component, "location");
  return place === undefined || place.toLowerCase() === model.region;
};

const holdersIn = (model: Model, { type }: (typeof holders)[number]): Component[] =>
  singles(model, type).filter((component) => isInReach(component, model));

const hasKey = (component: Component, path: string): boolean => read(component.attributes, path) !== undefined;

/** Whether files and messages are encrypted with a key of one's own; `undefined` where there are none. */
export const isOwnKeyUsed = (model: Model): boolean | undefined =>
  every(
    holders.flatMap((holder) => holdersIn(model, holder).map((component) => hasKey(component, holder.path))),
    (isKept) => isKept,
  );

const ring = ({ region }: Model): string => `resource "google_kms_key_ring" "stackstage" {
  name     = "stackstage"
  location = "${region}"
}
`;

const key = `resource "google_kms_crypto_key" "stackstage" {
  name            = "stackstage"
  key_ring        = google_kms_key_ring.stackstage.id
  rotation_period = "7776000s"

  lifecycle {
    prevent_destroy = true
  }
}
`;

const grant = (service: string, agent: string): string => `resource "google_kms_crypto_key_iam_member" "${service}" {
  crypto_key_id = google_kms_crypto_key.stackstage.id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:service-\${data.google_project.current.number}@${agent}.iam.gserviceaccount.com"
}
`;

/** A key that turns every 90 days for files and messages, and the right to use it for the services that hold them. */
export const useOwnKey = (model: Model): Edit[] => {
  const edits = holders.flatMap((holder): Edit[] => {
    const open = holdersIn(model, holder).filter((component) => !hasKey(component, holder.path));
    if (open.length === 0) return [];
    return [
      add(`google_kms_crypto_key_iam_member.${holder.service}`, grant(holder.service, holder.agent)),
      // By way of the grant, so that nothing is encrypted before it is there.
      ...open.map(({ address }) =>
        set(address, holder.path, code(`google_kms_crypto_key_iam_member.${holder.service}.crypto_key_id`)),
      ),
    ];
  });
  if (edits.length === 0) return [];
  return [
    add("data.google_project.current", 'data "google_project" "current" {}\n'),
    add("google_kms_key_ring.stackstage", ring(model)),
    add("google_kms_crypto_key.stackstage", key),
    ...edits,
  ];
};
