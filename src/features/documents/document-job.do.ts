import { AppError } from "#http/errors";
import { createLog, describeError } from "#http/log";
import { readSettings } from "#http/settings";
import { DurableObject } from "cloudflare:workers";
import { describeFailure, EmbeddingFailed, EndlessStep } from "./failure.ts";
import type { Place } from "./process-document.ts";
import { beginning, processDocument } from "./process-document.ts";
import { withRoom } from "./room.ts";
import type { DocumentRow } from "./store.ts";
import { claimDocument, eraseDocuments, giveUpUpload, libraryOf, markDeleting, noteStep } from "./store.ts";

/** Whoever starts a job shows its document right after: the alarm is there first, so that nothing waits without one. */
const firstAfterMs = 300;
/** About as long a step works before it writes down where it is. */
const stepMs = 400;
const mostFailures = 3;
/** Steps that were begun and never ended: the process died under them, or they killed it. The runtime calls an alarm seven times. */
const mostDeaths = 6;
/** Short texts kill no process: of them it is not counted, which saves a write to disk for each. */
const harmlessBytes = 65_536;
const harmless: ReadonlySet<DocumentRow["file_type"]> = new Set(["text", "markdown", "html"]);
const retryAfterMs = 1_000;
const eraseAgainMs = 5_000;
/** How long a document may not be ready for its job: an upload that is being shown, and one that is started anew. */
const patienceMs = { uploading: 3_600_000, ended: 60_000 };
const longestWaitMs = 600_000;

interface JobState {
  id: string;
  owner: string;
  /** When it was started. */
  since: number;
  removing: boolean;
  failures: number;
  deaths: number;
  waits: number;
  withVectors: boolean;
  place: Place;
}

const key = "job";

/** Makes one document searchable, a step per alarm: it goes on after a crash where it stood. */
export class DocumentJob extends DurableObject<Cloudflare.Env> {
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  /** Begins, or begins anew; the document is to be shown as `pending` right after. */
  async start(id: string, owner: string): Promise<void> {
    if (this.#read()?.removing === true) return;
    await this.#halt();
    this.#write({
      id,
      owner,
      since: Date.now(),
      removing: false,
      failures: 0,
      deaths: 0,
      waits: 0,
      withVectors: true,
      place: beginning,
    });
    await this.ctx.storage.setAlarm(Date.now() + firstAfterMs);
  }

  /** Begins where nothing is under way. */
  async ensure(id: string, owner: string): Promise<void> {
    const isUnderWay = this.#read() !== undefined && (await this.ctx.storage.getAlarm()) !== null;
    if (!isUnderWay) await this.start(id, owner);
  }

  /** Ends what is running and leaves nothing of the document: chunks, vectors, bytes, row. What fails is tried again. */
  async remove(id: string, owner: string): Promise<void> {
    const since = Date.now();
    // A step that is stopped writes nothing any more.
    const halted = this.#halt();
    const rest = { since, failures: 0, deaths: 0, waits: 0, withVectors: false, place: beginning };
    this.#write({ id, owner, removing: true, ...rest });
    await this.ctx.storage.setAlarm(since + eraseAgainMs);
    await halted;
    await this.#erase(id, owner);
  }

  override async alarm(): Promise<void> {
    const state = this.#read();
    if (state === undefined) return;
    await this.#halt();
    this.#stop = new AbortController();
    this.#running = this.#advance(state, this.#stop.signal);
    await this.#running;
  }

  /** Never fails: an alarm that does so too often is given up by the runtime, and this job with it. */
  async #advance(state: JobState, signal: AbortSignal): Promise<void> {
    try {
      if (state.removing) await this.#erase(state.id, state.owner);
      else await this.#step(state, signal);
    } catch (error) {
      if (!signal.aborted) await this.#retry(state, error).catch((failure: unknown) => this.#report(failure));
    }
  }

  async #step(state: JobState, signal: AbortSignal): Promise<void> {
    const { row, status } = await claimDocument(this.env, state.id);
    signal.throwIfAborted();
    if (row === undefined) return this.#wait(state, status);
    if (state.deaths >= mostDeaths) return this.#end(row, { failed: new EndlessStep() }, signal);
    if (row.size > harmlessBytes || !harmless.has(row.file_type)) this.#write({ ...state, deaths: state.deaths + 1 });
    const { place, withVectors } = state;
    const step = await withRoom(row.size, signal, () =>
      processDocument(this.env, row, { place, withVectors, untilMs: Date.now() + stepMs, signal }),
    );
    signal.throwIfAborted();
    const { chunkCount, pageCount } = step;
    if (step.rest === undefined) return this.#end(row, { chunkCount, pageCount }, signal);
    this.#write({ ...state, failures: 0, deaths: 0, waits: 0, place: step.rest });
    await noteStep(this.env, row.id, { progress: step.progress, chunk_count: chunkCount, page_count: pageCount });
    await this.#wakeIn(0, signal);
  }

  /** The document is not there yet, not any more, or not ready to begin. */
  async #wait(state: JobState, status: DocumentRow["status"] | undefined): Promise<void> {
    const { id, owner, since, waits } = state;
    if (status === undefined) return this.#forget();
    if (status === "deleting") return this.#erase(id, owner);
    const patience = status === "uploading" ? patienceMs.uploading : patienceMs.ended;
    if (Date.now() - since <= patience) {
      this.#write({ ...state, waits: waits + 1 });
      return this.#wakeIn(Math.min(firstAfterMs * 2 ** waits, longestWaitMs), this.#stop.signal);
    }
    if (status !== "uploading") return this.#forget();
    await giveUpUpload(this.env, id);
    await this.#erase(id, owner);
  }

  async #end(
    row: DocumentRow,
    result: { chunkCount: number; pageCount: number | null } | { failed: unknown },
    signal: AbortSignal,
  ): Promise<void> {
    const processed_at = new Date().toISOString();
    if ("failed" in result) {
      // Nothing of what had been found before it failed.
      await libraryOf(this.env, row.owner).remove(row.id);
      const { code, message } = describeFailure(result.failed);
      const error = { error_code: code, error_message: message, chunk_count: 0 };
      await noteStep(this.env, row.id, { status: "failed", processed_at, ...error });
    } else {
      const { chunkCount: chunk_count, pageCount: page_count } = result;
      await noteStep(this.env, row.id, { status: "completed", progress: 1, processed_at, chunk_count, page_count });
    }
    // Who stopped it at its last word has written down what comes next.
    if (!signal.aborted) await this.#forget();
  }

  /** Again, after a pause; a few times, then that it failed is all there is. What the file itself is to blame for is not tried again. */
  async #retry(earlier: JobState, error: unknown): Promise<void> {
    const state = this.#read() ?? earlier;
    const failures = state.failures + 1;
    const { isFinal } = describeFailure(error);
    if (!isFinal) this.#report(error);
    if (state.removing) return this.#wakeIn(Math.min(eraseAgainMs * failures, longestWaitMs), this.#stop.signal);
    if (!isFinal && failures < mostFailures) {
      this.#write({ ...state, failures, deaths: 0 });
      return this.#wakeIn(retryAfterMs * 4 ** (failures - 1), this.#stop.signal);
    }
    if (error instanceof EmbeddingFailed) {
      // Words are enough to be found by: all of the document without vectors, rather than some of it with them.
      this.#write({ ...state, failures: 0, deaths: 0, withVectors: false, place: beginning });
      return this.#wakeIn(0, this.#stop.signal);
    }
    const { row } = await this.#claimOrWake(state);
    if (row !== undefined) await this.#end(row, { failed: error }, this.#stop.signal);
  }

  /** A store that fails while a failure is noted: the alarm comes back to it. */
  async #claimOrWake(state: JobState): Promise<{ row: DocumentRow | undefined }> {
    await this.#wakeIn(retryAfterMs * 10, this.#stop.signal);
    return claimDocument(this.env, state.id);
  }

  /** The row goes last: what an interruption leaves is found by it. */
  async #erase(id: string, owner: string): Promise<void> {
    await markDeleting(this.env, owner, id);
    await libraryOf(this.env, owner).remove(id);
    await eraseDocuments(this.env, [id]);
    await this.#forget();
  }

  async #halt(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** The alarm too: https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/#deleteall */
  async #forget(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }

  async #wakeIn(ms: number, signal: AbortSignal): Promise<void> {
    if (!signal.aborted) await this.ctx.storage.setAlarm(Date.now() + ms);
  }

  #read(): JobState | undefined {
    return this.ctx.storage.kv.get<JobState>(key);
  }

  #write(state: JobState): void {
    this.ctx.storage.kv.put(key, state);
  }

  #report(error: unknown): void {
    const { production } = readSettings(this.env);
    const known = error instanceof AppError && error.cause instanceof Error ? error.cause : error;
    createLog(production, "document-job")(
      "error",
      "document_step_failed",
      describeError(known instanceof Error ? known : new Error("not an error"), true),
    );
  }
}
