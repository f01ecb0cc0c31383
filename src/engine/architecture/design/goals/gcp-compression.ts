import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { every } from "./cloud-goals.ts";
import { declared } from "./declared.ts";

const types = ["google_compute_backend_bucket"];

const isCompressed = (backend: Component): boolean => textAt(backend, "compression_mode") === "AUTOMATIC";

/** Whether files are sent compressed; `undefined` where none are served. */
export const areFilesCompressed = (model: Model): boolean | undefined => every(model.ofType(...types), isCompressed);

/** Text is sent in a third of its size to whoever takes it so. */
export const compressFiles = (model: Model): Edit[] =>
  declared(model, ...types)
    .filter((backend) => !isCompressed(backend))
    .map(({ address }) => set(address, "compression_mode", "AUTOMATIC"));
