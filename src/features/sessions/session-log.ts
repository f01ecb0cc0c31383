import type { Message } from "#adapters/ai";
import type { SessionKind } from "./turn.ts";
import type { TurnEnd } from "./run-turn.ts";

/** What a session is, as its object keeps it. */
export interface SessionFacts {
  id: string;
  kind: SessionKind;
  owner: string | null;
  /** Whether somebody named it; otherwise its first message does. */
  named: boolean;
}

export type EventType = "token" | "progress" | "draft" | "message" | "error";

/** A line of the log as a listener gets it: the JSON of `{type, seq, turn, …}`. */
export interface Frame {
  seq: number;
  type: EventType;
  turn: number;
  json: string;
}

/** A message as it crosses from the object to the Worker; `data` is JSON. */
export interface MessageRow {
  seq: number;
  turn: number;
  role: "user" | "assistant";
  content: string;
  status: "complete" | "pending" | "incomplete";
  data: string;
  created_at: string;
  client_message_id: string | null;
}

export interface NewTurn {
  content: string;
  clientMessageId: string | null;
  options: Readonly<Record<string, string>>;
}

/** A turn that waits to be answered. */
export interface OpenTurn {
  content: string;
  options: Record<string, string>;
  history: Message[];
}

/** Tokens of the newest turns stay, for listeners who are a little behind; of older ones the whole message is enough. */
const turnsWithTokens = 3;
/** A history is answered in one piece: so many messages, newest first, and about so many characters. */
const mostMessages = 1_000;
const mostCharacters = 8_000_000;

const tables = `
  CREATE TABLE session (id TEXT NOT NULL, kind TEXT NOT NULL, owner TEXT, named INTEGER NOT NULL, told_seq INTEGER NOT NULL);
  CREATE TABLE turns (turn INTEGER PRIMARY KEY, client_message_id TEXT UNIQUE, options TEXT NOT NULL);
  CREATE TABLE messages (
    turn INTEGER NOT NULL, role TEXT NOT NULL, seq INTEGER NOT NULL UNIQUE, content TEXT NOT NULL,
    status TEXT NOT NULL, data TEXT NOT NULL, created_at TEXT NOT NULL, PRIMARY KEY (turn, role)
  ) WITHOUT ROWID;
  CREATE TABLE events (seq INTEGER PRIMARY KEY, turn INTEGER NOT NULL, type TEXT NOT NULL, data TEXT);
  CREATE INDEX events_of_turn ON events (turn, seq);
  CREATE TABLE tickets (hash TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) WITHOUT ROWID;
`;

// A row of `SqlStorage.exec` must be indexable; an interface is not.
type Row<T> = { [K in keyof T]: T[K] & SqlStorageValue };

/**
 * What was said in one session, in SQLite: turns, their two messages, and the log of events that listeners follow by
 * `seq`. Synchronous throughout, so whoever has the object's one thread sees it whole.
 */
export class SessionLog {
  readonly #storage: DurableObjectStorage;
  #exists: boolean;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#exists = this.#rows("SELECT 1 AS found FROM sqlite_master WHERE name = 'session'").length > 0;
  }

  /** False before `create` and after `forgetAll`: an object that was merely asked for keeps nothing. */
  get exists(): boolean {
    return this.#exists;
  }

  create({ id, kind, owner, named }: SessionFacts): void {
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec(tables);
      this.#storage.sql.exec("INSERT INTO session VALUES (?, ?, ?, ?, 0)", id, kind, owner, named ? 1 : 0);
    });
    this.#exists = true;
  }

  /** Its tables go with `storage.deleteAll()`, which is the object's to call. */
  forgetAll(): void {
    this.#exists = false;
  }

  get facts(): SessionFacts {
    const { named, ...facts } = this.#one<Omit<SessionFacts, "named"> & { named: number }>(
      "SELECT id, kind, owner, named FROM session",
    );
    return { ...facts, named: named === 1 };
  }

  /** From now on somebody else answers in it. */
  become(kind: SessionKind): void {
    this.#storage.sql.exec("UPDATE session SET kind = ?", kind);
  }

  get lastSeq(): number {
    return this.#one<{ seq: number }>("SELECT coalesce(max(seq), 0) AS seq FROM events").seq;
  }

  /** Writes the user's message and the pending reply, in one step. */
  open({ content, clientMessageId, options }: NewTurn, now: string): number {
    return this.#storage.transactionSync(() => {
      const { turn } = this.#one<{ turn: number }>(
        "INSERT INTO turns (client_message_id, options) VALUES (?, ?) RETURNING turn",
        clientMessageId,
        JSON.stringify(options),
      );
      this.#write(turn, "user", this.append(turn, "message", null), content, "complete", "{}", now);
      const waiting = this.append(turn, "progress", { step: "waiting" });
      this.#write(turn, "assistant", waiting, "", "pending", "{}", now);
      return turn;
    });
  }

  findByClientId(clientMessageId: string): number | undefined {
    return this.#rows<{ turn: number }>("SELECT turn FROM turns WHERE client_message_id = ?", clientMessageId)[0]?.turn;
  }

  /** Adds an event and answers its place. A `message` has no data of its own: it is the message with the same place. */
  append(turn: number, type: EventType, data: Record<string, unknown> | null): number {
    return this.#one<{ seq: number }>(
      "INSERT INTO events (turn, type, data) VALUES (?, ?, ?) RETURNING seq",
      turn,
      type,
      data === null ? null : JSON.stringify(data),
    ).seq;
  }

  /** Turns without an end, oldest first. */
  pending(): number[] {
    return this.#rows<{ turn: number }>("SELECT turn FROM messages WHERE status = 'pending' ORDER BY turn").map(
      ({ turn }) => turn,
    );
  }

  isPending(turn: number): boolean {
    return this.#rows("SELECT 1 AS found FROM messages WHERE turn = ? AND status = 'pending'", turn).length > 0;
  }

  /** What is to be answered, after the complete messages of the turns before. */
  read(turn: number): OpenTurn {
    const { content, options } = this.#one<{ content: string; options: string }>(
      "SELECT content, options FROM turns JOIN messages USING (turn) WHERE turn = ? AND role = 'user'",
      turn,
    );
    // Written by `open`, above.
    return { content, options: JSON.parse(options) as Record<string, string>, history: this.#completeBefore(turn) };
  }

  /** Ends a turn: an answer, or what there is of one and why there is no more. */
  finish(turn: number, end: TurnEnd, now: string): void {
    this.#storage.transactionSync(() => {
      if (end.status === "incomplete") this.append(turn, "error", { code: end.code, detail: end.detail });
      const content = end.status === "complete" ? end.content : this.#saidSoFar(turn).content;
      const data = end.status === "complete" ? end.data : {};
      const seq = this.append(turn, "message", null);
      this.#storage.sql.exec(
        "UPDATE messages SET seq = ?, content = ?, status = ?, data = ?, created_at = ? WHERE turn = ? AND role = 'assistant'",
        seq,
        content,
        end.status,
        JSON.stringify(data),
        now,
        turn,
      );
      this.#storage.sql.exec(
        "DELETE FROM events WHERE turn <= ? AND type IN ('token', 'progress')",
        turn - turnsWithTokens,
      );
    });
  }

  /** Events after a place, at most `most`; of one turn where it is named. */
  after(seq: number, most: number, turn?: number): Frame[] {
    const rows = this.#rows<Omit<MessageRow, "data"> & { type: EventType; event: string | null; data: string }>(
      `SELECT e.seq, e.turn, e.type, e.data AS event, m.role, m.content, m.status, m.data, m.created_at, t.client_message_id
       FROM events e LEFT JOIN messages m ON e.type = 'message' AND m.seq = e.seq LEFT JOIN turns t ON t.turn = e.turn
       WHERE e.seq > ? AND (? IS NULL OR e.turn = ?) ORDER BY e.seq LIMIT ?`,
      seq,
      turn ?? null,
      turn ?? null,
      most,
    );
    return rows.map(({ seq: place, turn: of, type, event, data, ...message }) => {
      const body = type === "message" ? toMessageBody(message, data) : JSON.parse(event ?? "{}");
      return { seq: place, type, turn: of, json: JSON.stringify({ type, seq: place, turn: of, ...body }) };
    });
  }

  /** The newest messages, oldest of them first. A pending reply holds what was said so far, and the place of its last piece. */
  messages(turn?: number): MessageRow[] {
    const rows = this.#storage.sql.exec<Row<MessageRow>>(
      `SELECT seq, turn, role, content, status, data, created_at,
         CASE role WHEN 'user' THEN client_message_id END AS client_message_id
       FROM messages JOIN turns USING (turn) WHERE (? IS NULL OR turn = ?)
       ORDER BY turn DESC, role ASC LIMIT ${mostMessages}`,
      turn ?? null,
      turn ?? null,
    );
    const kept: MessageRow[] = [];
    let characters = 0;
    for (const row of rows) {
      characters += row.content.length + row.data.length;
      if (characters > mostCharacters) break;
      kept.unshift(row.status === "pending" ? { ...row, ...this.#saidSoFar(row.turn) } : row);
    }
    return kept;
  }

  keepTicket(hash: string, expiresAt: number, now: number): void {
    this.#storage.sql.exec("DELETE FROM tickets WHERE expires_at <= ?", now);
    this.#storage.sql.exec("INSERT INTO tickets VALUES (?, ?)", hash, expiresAt);
  }

  /** Whether a ticket is good; it is so once. */
  takeTicket(hash: string, now: number): boolean {
    const taken = this.#rows<{ expires_at: number }>("DELETE FROM tickets WHERE hash = ? RETURNING expires_at", hash);
    return taken.some(({ expires_at: expiresAt }) => expiresAt > now);
  }

  /** The place up to which the index and the memory know of this session. */
  get toldSeq(): number {
    return this.#one<{ told_seq: number }>("SELECT told_seq FROM session").told_seq;
  }

  noteTold(seq: number): void {
    this.#storage.sql.exec("UPDATE session SET told_seq = ?", seq);
  }

  #completeBefore(turn: number): Message[] {
    return this.messages()
      .filter((message) => message.turn < turn && message.status === "complete")
      .map(({ role, content }) => ({ role, content }));
  }

  #saidSoFar(turn: number): { content: string; seq: number } {
    const said = this.#one<{ content: string | null; seq: number }>(
      `SELECT max(seq) AS seq, (
         SELECT group_concat(data ->> 'content', '' ORDER BY seq) FROM events WHERE turn = ?1 AND type = 'token'
       ) AS content FROM events WHERE turn = ?1`,
      turn,
    );
    return { content: said.content ?? "", seq: said.seq };
  }

  #write(
    turn: number,
    role: string,
    seq: number,
    ...rest: [content: string, status: string, data: string, now: string]
  ) {
    this.#storage.sql.exec("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)", turn, role, seq, ...rest);
  }

  #rows<T>(query: string, ...bindings: SqlStorageValue[]): Row<T>[] {
    return this.#storage.sql.exec<Row<T>>(query, ...bindings).toArray();
  }

  #one<T>(query: string, ...bindings: SqlStorageValue[]): Row<T> {
    return this.#storage.sql.exec<Row<T>>(query, ...bindings).one();
  }
}

const toMessageBody = (
  { role, content, status, created_at, client_message_id }: Omit<MessageRow, "data" | "seq" | "turn">,
  data: string,
) => ({
  role,
  content,
  status,
  created_at,
  ...(role === "user" ? { client_message_id } : { data: JSON.parse(data) }),
});
