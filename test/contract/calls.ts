// How each documented operation is called with its examples: who calls, what stands in its path, what an example's
// made-up id or token is in truth. An operation that is not here fails a test, and so does one that is gone.
import type { Json, World } from "./world.ts";

export interface Call {
  /** Who calls; Ann, who owns everything, unless it says otherwise. */
  as?: "nobody" | "admin" | { bearer: string };
  /** What stands in the path. */
  path?: Record<string, string>;
  /** Query parameters whose example would name nothing here. */
  query?: Record<string, string>;
  /** Parts of an example that name something: what they are here. */
  real?: Record<string, string>;
  form?: FormData;
  headers?: Record<string, string>;
  /** The status of its answer, where that is not the first success that is documented. */
  status?: number;
}

export type MakeCall = (world: World) => Call | Promise<Call>;

const plain: MakeCall = () => ({});
const byNobody: MakeCall = () => ({ as: "nobody" });
const byAdmin: MakeCall = () => ({ as: "admin" });
const byNewcomer: MakeCall = async ({ newAccount }) => ({ as: { bearer: (await newAccount()).bearer } });

const analysisExample = "an_3f6c1d2e8b7a4950a1b2c3d4e5f60718";
const documentExample = "doc_7d1f0c3b5a2946e8b0c4d6e8f1a3b5c7";
const sessionExample = "chat_5b7d9f1a3c2e4068a9b8c7d6e5f40312";

const idOf = ({ analysis }: World): string => String(analysis["analysis_id"]);
const ofAnalysis: MakeCall = (world) => ({ path: { id: idOf(world) }, real: { [analysisExample]: idOf(world) } });
const ofDocument: MakeCall = ({ documentId }) => ({
  path: { id: documentId },
  real: { [documentExample]: documentId },
});
const ofDraft: MakeCall = ({ draftId, documentId }) => ({
  path: { id: draftId, version: "1" },
  real: { [documentExample]: documentId },
});
const ofNewDraft: MakeCall = async ({ newDraft, documentId }) => ({
  path: { id: await newDraft() },
  real: { [documentExample]: documentId },
});
const ofWorkflow: MakeCall = ({ workflowId }) => ({ path: { id: workflowId } });
const ofSession: MakeCall = ({ sessionId }) => ({ path: { id: sessionId } });
const ofTopic: MakeCall = () => ({ path: { topic: "tuition" } });

const recording = (): FormData => {
  const form = new FormData();
  form.append("audio", new Blob(["RIFF"]), "note.wav");
  return form;
};
const upload = (): FormData => {
  const form = new FormData();
  form.append("file", new Blob(["# Notes\n\nInverters last 10 to 15 years.\n"]), "notes.md");
  return form;
};

const comesBack: MakeCall = async ({ visitProvider }) => {
  const { back, headers } = await visitProvider("cookie");
  return {
    as: "nobody",
    query: Object.fromEntries(back.searchParams),
    headers: { ...headers, Accept: "application/json" },
  };
};

export const calls: Record<string, MakeCall> = {
  getWelcome: byNobody,
  getHealth: byNobody,
  getStatus: byNobody,
  getMetrics: byNobody,
  getContract: byNobody,

  analyze: byNobody,
  listAnalyses: plain,
  getAnalysis: ofAnalysis,
  getAnalysisSarif: ofAnalysis,
  getAnalysisForUi: ofAnalysis,
  deleteAnalysis: async ({ newAnalysis }) => ({ path: { id: String((await newAnalysis())["analysis_id"]) } }),
  connectCloud: () => ({ as: "nobody", status: 501 }),
  getArtifact: ({ analysis }) => {
    const { pathname, searchParams } = new URL(String(analysis["diagram_svg"]));
    return { as: "nobody", path: { key: pathname.split("/").at(-1) ?? "" }, query: Object.fromEntries(searchParams) };
  },
  compareDesigns: ofAnalysis,
  drawDiagram: byNobody,
  applyFix: byNobody,
  rollBackFix: byNobody,
  rankRegions: byNobody,
  exportReport: ofAnalysis,
  askAssistant: byNobody,
  askAssistantChat: byNobody,
  exportChat: byNobody,
  exportAssistantChat: byNobody,

  askGuru: byNobody,
  getGuruHistory: ({ guruChatId }) => ({ path: { session_id: guruChatId } }),
  deleteGuruChat: async ({ newGuruChat }) => ({ path: { session_id: await newGuruChat() } }),
  askGuruFromUi: byNobody,
  deleteGuruChatFromUi: async ({ newGuruChat }) => ({ real: { [sessionExample]: await newGuruChat() } }),
  listKnowledge: byNobody,
  searchKnowledge: byNobody,
  getTopic: ofTopic,
  putTopic: () => ({ as: "admin", path: { topic: "library" } }),
  deleteTopic: async ({ newTopic }) => ({ as: "admin", path: { topic: await newTopic() } }),

  uploadDocuments: () => ({ form: upload() }),
  listDocuments: plain,
  getDocument: ofDocument,
  downloadDocument: ofDocument,
  deleteDocument: async ({ newDocument }) => ({ path: { id: await newDocument() } }),
  processDocument: async ({ newDocument }) => ({ path: { id: await newDocument() } }),
  searchDocuments: ofDocument,
  queryDocuments: ofDocument,

  generateDraft: ({ documentId, sessionId }) => ({
    query: { session_id: sessionId },
    real: { [documentExample]: documentId },
    status: 201,
  }),
  rewriteDraft: ofNewDraft,
  listDrafts: plain,
  getDraft: ofDraft,
  editDraft: ofNewDraft,
  deleteDraft: ofNewDraft,
  refineDraft: ofNewDraft,
  listDraftVersions: ofDraft,
  getDraftVersion: ofDraft,
  undoDraft: ofNewDraft,
  redoDraft: async (world) => {
    const id = await world.newDraft();
    await world.ask(`/api/v1/blog/${id}/undo`, { method: "POST", bearer: world.ann.bearer });
    return { path: { id } };
  },
  exportDraft: ofDraft,
  publishDraft: ofDraft,

  generateWorkflow: plain,
  listWorkflows: plain,
  saveWorkflow: plain,
  listWorkflowsOfUser: ({ ann }) => ({ path: { id: ann.id } }),
  getWorkflow: ofWorkflow,
  editWorkflow: ofWorkflow,
  deleteWorkflow: async ({ newWorkflow }) => ({ path: { id: await newWorkflow() } }),
  fillCredentials: ofWorkflow,
  downloadWorkflow: ofWorkflow,
  validateCode: plain,
  // There is no model for speech here, and never a transcript that was made up.
  transcribeSpeech: () => ({ form: recording(), status: 503 }),

  createSession: plain,
  listSessions: plain,
  getSession: ofSession,
  deleteSession: async ({ newSession }) => ({ path: { id: await newSession() } }),
  getChatHistory: ofSession,
  sendMessage: ofSession,
  followEvents: ofSession,
  createTicket: ofSession,
  openSocket: async ({ sessionId, ask, ann }) => {
    const made: Json = await ask(`/api/v1/sessions/${sessionId}/ticket`, { method: "POST", bearer: ann.bearer });
    return { as: "nobody", path: { session_id: sessionId }, query: { ticket: String(made["ticket"]) }, status: 101 };
  },

  createChatCompletion: plain,
  listModels: plain,
  retrieveModel: () => ({ path: { model: "au-guru" } }),
  callMcp: () => ({ headers: { Accept: "application/json, text/event-stream" } }),

  registerAccount: () => ({ as: "nobody", real: { "ada@example.com": "ada.example@example.com" } }),
  logIn: byNobody,
  refreshTokens: async ({ newAccount }) => ({
    as: "nobody",
    real: { "the-refresh-token-of-the-last-answer": (await newAccount()).refresh },
  }),
  logOut: byNewcomer,
  logOutOfUi: byNewcomer,
  leave: byNobody,
  leaveAuth: byNobody,
  endAllSessions: byNewcomer,
  getPublicKeys: byNobody,
  signUp: byNobody,
  signIn: async ({ newAccount }) => {
    const { email } = await newAccount();
    return { as: "nobody", real: { "grace@example.com": email, "amber-falcon-17-desk": "violet-otter-42-lamp" } };
  },
  getMe: plain,
  getAuthMe: plain,
  getUsersMe: plain,
  getAuthUsersMe: plain,
  findMe: plain,
  updateMe: plain,
  deleteMe: byNewcomer,
  listUsers: byAdmin,
  updateUser: async ({ newAccount }) => ({ as: "admin", path: { id: (await newAccount()).id } }),
  getProfile: plain,
  saveOnboarding: plain,
  createApiKey: plain,
  listApiKeys: plain,
  revokeApiKey: async ({ newKey }) => ({ path: { key_id: await newKey() } }),
  startGoogleSignIn: byNobody,
  startGoogleLogin: byNobody,
  finishGoogleSignIn: comesBack,
  startGitHubSignIn: byNobody,
  startGitHubLogin: byNobody,
  finishGitHubSignIn: async (world) => ({ ...(await comesBack(world)), status: 400 }),
  exchangeCode: async ({ newCode }) => ({ as: "nobody", real: { "the-code-of-the-redirect": await newCode() } }),
};
