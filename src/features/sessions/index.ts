export { readMemory } from "./memory.store.ts";
export { createSessions } from "./routes.ts";
export { SessionEvent } from "./schema.ts";
export type { PostedTurn } from "./service.ts";
export {
  checkSession,
  dropSession,
  enlistSession,
  forgetSessions,
  openSession,
  postMessage,
  readHistory,
  stateOfTurn,
  streamReply,
  streamText,
  sweepSessions,
  waitForReply,
} from "./service.ts";
export { SessionObject } from "./session.do.ts";
export type { Responder, Sign, TurnInput } from "./turn.ts";
