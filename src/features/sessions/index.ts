export { readMemory } from "./memory.store.ts";
export { sessions } from "./routes.ts";
export type { NewMessage, OpenSession, PostedTurn } from "./service.ts";
export {
  checkSession,
  dropSession,
  forgetSessions,
  openSession,
  postMessage,
  readHistory,
  streamReply,
  sweepSessions,
  waitForReply,
} from "./service.ts";
export { SessionObject } from "./session.do.ts";
export type { Responder, SessionKind, Sign, StoredMessage, TurnInput, TurnResult } from "./turn.ts";
