export { readMemory } from "./memory.store.ts";
export { sessions } from "./routes.ts";
export type { PostedTurn } from "./service.ts";
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
export type { Responder } from "./turn.ts";
