import { limit } from "#features/platform";
import { AppError } from "#http/errors";
import { createLog, describeError } from "#http/log";
import { readSettings } from "#http/settings";
import { DurableObject } from "cloudflare:workers";
import { Bell, streamLog } from "./event-stream.ts";
import { forgetInMemory, remember } from "./memory.store.ts";
import type { TurnEnd } from "./run-turn.ts";
import { interrupted, runTurn } from "./run-turn.ts";
import type { MessageRow, NewTurn, SessionFacts } from "./session-log.ts";
import { SessionLog } from "./session-log.ts";
import { describeFault, faultOf, feedSocket, isOpen, notePlace, readFrame } from "./sockets.ts";
import { touchSession } from "./store.ts";
import type { Responder, SessionKind, Sign } from "./turn.ts";

/** What the alarm waits beyond a turn's own deadline: it is there for the turn whose timer died with its object. */
const graceMs = 5_000;
const mostWaiting = 256;

/** What became of a message. `gone`: there is no such session, or no longer. `full`: too many messages wait already. */
export interface Posted {
  refused: "gone" | "full" | null;
  /** 0 when refused. */
  turn: number;
  /** The place of the message in the log; 0 when refused. */
  seq: number;
}

const refuse = (refused: Posted["refused"]): Posted => ({ refused, turn: 0, seq: 0 });

/**
 * One session, and the truth about it. A message is on disk before anyone hears of it; the answer is made here, by the
 * responder of the session's kind, one turn after another, whether or not anybody listens. Listeners follow the log.
 */
export abstract class SessionObject extends DurableObject<Cloudflare.Env> {
  /** Who answers, by kind. */
  abstract responders: Readonly<Record<SessionKind, Responder>>;
  /** A turn ends after this long, finished or not; one that writes a whole draft after four times as long. */
  deadlineMs = 60_000;
  /** Index and memory hear of a session at most this often. */
  tellAfterMs = 1_000;

  readonly #log: SessionLog;
  readonly #bell = new Bell();
  readonly #removed = new AbortController();
  readonly #waiters = new Map<number, PromiseWithResolvers<void>>();
  #queue = Promise.resolve();
  #arrivals: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #telling = Promise.resolve();
  #alarmAt = Infinity;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    this.#log = new SessionLog(ctx.storage);
    if (!this.#log.exists) return;
    // A turn without an end, and nobody who is at it: the object that was has died.
    for (const turn of this.#log.pending()) this.#log.finish(turn, interrupted, new Date().toISOString());
    if (this.#log.toldSeq < this.#log.lastSeq) this.#wakeAt(Date.now() + this.tellAfterMs);
  }

  /** Begins the session; it keeps nothing before. */
  start(facts: SessionFacts): void {
    if (!this.#log.exists) this.#log.create(facts);
  }

  /** Lets another kind of responder answer from now on. */
  become(kind: SessionKind): void {
    if (this.#isThere()) this.#log.become(kind);
  }

  /** How a turn stands; undefined when there is no such turn, or no such session any more. */
  stateOf(turn: number): "pending" | "ended" | undefined {
    if (!this.#isThere() || this.#log.messages(turn).length === 0) return undefined;
    return this.#log.isPending(turn) ? "pending" : "ended";
  }

  /** Takes a message in and queues its answer. The same client message id is the same turn. */
  post(message: NewTurn): Posted {
    if (!this.#isThere()) return refuse("gone");
    const known = this.#find(message);
    if (known === undefined && this.#waiting >= mostWaiting) return refuse("full");
    const turn = known ?? this.#enqueue(message);
    const seq = this.#log.messages(turn)[0]?.seq ?? 0;
    return { refused: null, turn, seq };
  }

  /** Both messages of a turn, once it has ended; none when the session is gone. */
  async wait(turn: number): Promise<MessageRow[]> {
    if (this.#isThere() && this.#log.isPending(turn)) {
      const waiter = this.#waiters.get(turn) ?? Promise.withResolvers<void>();
      this.#waiters.set(turn, waiter);
      await waiter.promise;
    }
    return this.#isThere() ? this.#log.messages(turn) : [];
  }

  /** Everything that was said, as of `lastSeq`; undefined when the session is gone. */
  history(): { messages: MessageRow[]; lastSeq: number } | undefined {
    return this.#isThere() ? { messages: this.#log.messages(), lastSeq: this.#log.lastSeq } : undefined;
  }

  keepTicket(hash: string, expiresAt: number): boolean {
    if (this.#isThere()) this.#log.keepTicket(hash, expiresAt, Date.now());
    return this.#isThere();
  }

  takeTicket(hash: string): boolean {
    return this.#isThere() && this.#log.takeTicket(hash, Date.now());
  }

  /** Ends what is running and deletes everything. What is under way finds the session gone and writes nothing. */
  async remove(): Promise<void> {
    const facts = this.#log.exists ? this.#log.facts : undefined;
    this.#removed.abort();
    for (const socket of this.ctx.getWebSockets()) socket.close(1000, "The session was deleted.");
    for (const { resolve } of this.#waiters.values()) resolve();
    // Whether or not it succeeded: what it may still write must be written before it is taken out.
    await this.#telling.catch(() => undefined);
    if (facts?.owner) await forgetInMemory(this.env, facts.owner, facts.id);
    this.#log.forgetAll();
    this.#bell.ring();
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** `/events` and `/socket`, from a place in the log; the Worker has found out who may. */
  override fetch(request: Request): Response {
    if (!this.#isThere()) return new Response(null, { status: 404 });
    const { pathname, searchParams } = new URL(request.url);
    const after = Number(searchParams.get("after") ?? this.#log.lastSeq);
    return pathname === "/socket" ? this.#acceptSocket(after) : this.#answerEvents(after, searchParams.get("turn"));
  }

  override async webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    if (!isOpen(socket) || !this.#isThere()) return;
    const fault = faultOf(socket, frame, Date.now());
    if (fault !== undefined) return socket.close(fault);
    try {
      const incoming = readFrame(typeof frame === "string" ? frame : new TextDecoder().decode(frame));
      if (incoming.type === "ping") return this.#send(socket, "pong", {});
      const { content, client_message_id: clientMessageId = null, options = {} } = incoming;
      // One after another: asking the limiter takes time, and what was sent second must not overtake.
      const taken = this.#arrivals.then(() => this.#takeFrom(socket, { content, clientMessageId, options }));
      this.#arrivals = taken.catch(() => undefined);
      await taken;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#send(socket, "error", describeFault(error));
    }
  }

  /** Answers a client's goodbye; one that left without a word gets none. */
  override webSocketClose(socket: WebSocket, code: number): void {
    if (code === 1000 || code >= 3000) socket.close(code);
    else socket.close(1000);
  }

  /** Tells index and memory what is new. It also wakes the object of a turn that died: the constructor closes the turn. */
  override async alarm(): Promise<void> {
    this.#alarmAt = Infinity;
    if (!this.#isThere()) return;
    this.#telling = this.#tell();
    await this.#telling;
    if (this.#isThere() && this.#waiting > 0)
      this.#wakeAt(Date.now() + this.#deadlineOf(this.#log.facts.kind) + graceMs);
  }

  #find({ clientMessageId }: NewTurn): number | undefined {
    return clientMessageId === null ? undefined : this.#log.findByClientId(clientMessageId);
  }

  #deadlineOf(kind: SessionKind): number {
    return kind === "writer" ? 4 * this.deadlineMs : this.deadlineMs;
  }

  #isThere(): boolean {
    return this.#log.exists && !this.#removed.signal.aborted;
  }

  #enqueue(message: NewTurn): number {
    const turn = this.#log.open(message, new Date().toISOString());
    this.#waiting++;
    this.#queue = this.#queue.then(() => this.#answer(turn)).catch((error) => this.#giveUp(turn, error));
    this.#wakeAt(Date.now() + this.#deadlineOf(this.#log.facts.kind) + graceMs);
    this.#publish();
    return turn;
  }

  async #answer(turn: number): Promise<void> {
    if (!this.#isThere()) return;
    const { id: sessionId, kind, owner } = this.#log.facts;
    const input = { sessionId, owner, ...this.#log.read(turn) };
    const end = await runTurn(this.responders[kind], this.env, input, {
      deadlineMs: this.#deadlineOf(kind),
      stop: this.#removed.signal,
      take: (piece) => this.#take(turn, piece),
      report: (error) => this.#report("turn_failed", error),
    });
    this.#finish(turn, end);
  }

  #finish(turn: number, end: TurnEnd): void {
    if (!this.#isThere()) return;
    this.#log.finish(turn, end, new Date().toISOString());
    this.#waiting--;
    this.#waiters.get(turn)?.resolve();
    this.#waiters.delete(turn);
    this.#wakeAt(Date.now() + this.tellAfterMs);
    this.#publish();
  }

  /** What failed here is ours, not the responder's; the turns behind it go on. */
  #giveUp(turn: number, error: unknown): void {
    this.#report("turn_broke", error);
    if (this.#isThere() && this.#log.isPending(turn)) this.#finish(turn, interrupted);
  }

  #take(turn: number, piece: string | Sign): void {
    if (typeof piece === "string") this.#log.append(turn, "token", { content: piece });
    else this.#log.append(turn, piece.type, piece.data);
    this.#publish();
  }

  /** Lets everyone who listens have what is new in the log. */
  #publish(): void {
    const sockets = this.ctx.getWebSockets();
    for (const socket of sockets) feedSocket(socket, this.#log);
    if (sockets.length > 0) this.#answerPings();
    this.#bell.ring();
  }

  /** Pings are answered without waking the object; the pong tells the newest place, so that a client sees a gap. */
  #answerPings(): void {
    const pong = JSON.stringify({ type: "pong", seq: this.#log.lastSeq });
    this.ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('{"type":"ping"}', pong));
  }

  #acceptSocket(after: number): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    notePlace(server, after);
    feedSocket(server, this.#log);
    this.#answerPings();
    return new Response(null, { status: 101, webSocket: client });
  }

  #answerEvents(after: number, turn: string | null): Response {
    const following = { after, turn: turn === null ? undefined : Number(turn) };
    const events = streamLog(this.#log, this.#bell, () => this.ctx.storage.sync(), following);
    return new Response(events, {
      headers: { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store" },
    });
  }

  /** A message over a socket is counted like one over HTTP. */
  async #takeFrom(socket: WebSocket, message: NewTurn): Promise<void> {
    if (!this.#isThere()) return;
    const { owner, id } = this.#log.facts;
    const caller = {
      env: this.env,
      settings: readSettings(this.env),
      actor: { kind: owner ? "user" : "anonymous" },
    } as const;
    const { allowed } = await limit(caller, "ai", owner ?? id);
    if (!allowed) throw new AppError("rate_limited", "Too many messages. Try again in a moment.");
    const repeated = this.#isThere() && this.#find(message) !== undefined;
    const posted = this.post(message);
    if (posted.refused === "full") throw new AppError("rate_limited", "Too many messages wait to be answered.");
    // Whoever sends it again has perhaps not heard of the first.
    if (repeated && isOpen(socket))
      for (const { json } of this.#log.after(posted.seq - 1, mostRepeated, posted.turn)) socket.send(json);
  }

  #send(socket: WebSocket, type: "pong" | "error", body: Record<string, unknown>): void {
    if (isOpen(socket) && this.#isThere()) socket.send(JSON.stringify({ type, seq: this.#log.lastSeq, ...body }));
  }

  /** Brings the alarm forward; it is never put off. */
  #wakeAt(time: number): void {
    if (time >= this.#alarmAt) return;
    this.#alarmAt = time;
    void this.ctx.storage.setAlarm(time);
  }

  async #tell(): Promise<void> {
    const seq = this.#log.lastSeq;
    if (seq === this.#log.toldSeq) return;
    const { id, owner, named } = this.#log.facts;
    const messages = this.#log.messages();
    await touchSession(this.env, id, {
      updatedAt: new Date().toISOString(),
      name: named ? undefined : titleOf(messages),
    });
    if (owner !== null) await remember(this.env, owner, id, messages);
    if (this.#isThere()) this.#log.noteTold(seq);
  }

  #report(event: string, error: unknown): void {
    const { production } = readSettings(this.env);
    createLog(production, "session")(
      "error",
      event,
      describeError(error instanceof Error ? error : new Error("not an error"), production),
    );
  }
}

const mostRepeated = 1_000;
const titleLength = 60;

/** The first message's first line names a session that nobody named. */
const titleOf = (messages: readonly MessageRow[]): string | undefined => {
  const line = messages[0]?.content.trim().replace(/\n[^]*$/, "");
  if (line === undefined || line === "") return undefined;
  return line.length > titleLength ? `${line.slice(0, titleLength - 1).toWellFormed()}…` : line;
};
