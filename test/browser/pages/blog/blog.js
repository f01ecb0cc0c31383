// As the Blog Creator's page works: a Bearer token on every call, and `credentials: "include"` beside it.
import { api, checked, find, on, postJson, readEvents, readPieces, save, say } from "/shared.js";

let token;
let session;
let draft;
let upload;

const bearer = () => ({ Authorization: `Bearer ${token}` });
const post = (path, body, headers = {}) => checked(postJson(path, body, { ...bearer(), ...headers }));
const get = (path) => checked(fetch(api + path, { credentials: "include", headers: bearer() }));
const wait = (ms) => new Promise((wake) => setTimeout(wake, ms));
const item = (text) => Object.assign(document.createElement("li"), { textContent: text });
const fieldsOf = (form) => Object.fromEntries(new FormData(form));

on("sign-up", "submit", async ({ target }) => {
  const { email, password } = fieldsOf(target);
  const made = await checked(postJson("/api/v1/auth/register", { email, password, full_name: "W. Riter" }));
  ({ access_token: token } = await made.json());
  session = await (await post("/api/v1/sessions", { name: "Blog" })).json();
  say("who", `You are ${email}`);
});

const listDocuments = async () => (await (await get("/api/v1/documents")).json()).documents;

const showDocuments = (documents) =>
  find("documents").replaceChildren(...documents.map(({ filename, status }) => item(`${filename}: ${status}`)));

const followDocuments = async () => {
  for (;;) {
    const documents = await listDocuments();
    showDocuments(documents);
    if (documents.every(({ status }) => status === "completed" || status === "failed")) return;
    await wait(200);
  }
};

// fetch tells nothing of how much was sent: the frontends use XMLHttpRequest for that.
on("upload", "submit", ({ target }) => {
  upload = new XMLHttpRequest();
  upload.open("POST", `${api}/api/v1/documents/upload`);
  upload.setRequestHeader("Authorization", `Bearer ${token}`);
  const seen = [];
  upload.upload.onprogress = ({ loaded, total }) => {
    seen.push(Math.floor((100 * loaded) / total));
    say("sent", `${seen.join(" ")} %`);
  };
  upload.onload = () => {
    say("state", `upload ${upload.status}`);
    void followDocuments();
  };
  upload.onerror = () => say("state", "upload failed");
  upload.onabort = () => say("state", "upload aborted");
  upload.send(new FormData(target));
});
on("abort", "click", () => upload.abort());

on("search", "submit", async ({ target }) => {
  const { results } = await (await post("/api/v1/documents/search", fieldsOf(target))).json();
  find("found").replaceChildren(...results.map(({ filename, text }) => item(`${filename}: ${text}`)));
});

const showDraft = (one) => {
  draft = one;
  say("content", one.content);
  say("state", `version ${one.version}, ${one.status}`);
};

const readDraft = async (id) => (await get(`/api/v1/blog/${id}`)).json();

on("generate", "submit", async ({ target }) => {
  const documents = await listDocuments();
  const wish = { ...fieldsOf(target), document_ids: documents.map(({ id }) => id), session_id: session.id };
  const events = { Accept: "text/event-stream" };
  const answer = await post(`/api/v1/blog/generate?session_id=${session.id}`, wish, events);
  say("content", "");
  say("state", "writing");
  await readEvents(answer, (event, { content }) => {
    if (event === "token") find("content").append(content);
  });
  const [newest] = await (await get("/api/v1/blog")).json();
  showDraft(await readDraft(newest.id));
});

on("refine", "submit", async ({ target }) => {
  const answer = await post(`/api/v1/blog/${draft.id}/refine`, fieldsOf(target));
  say("content", "");
  say("state", "writing");
  await readPieces(answer, (piece) => find("content").append(piece));
  showDraft(await readDraft(draft.id));
});

for (const step of ["undo", "redo"])
  on(step, "click", async () => showDraft(await (await post(`/api/v1/blog/${draft.id}/${step}`)).json()));

for (const button of document.querySelectorAll("[data-format]"))
  button.addEventListener("click", async () =>
    save(await post(`/api/v1/blog/${draft.id}/export`, { format: button.dataset.format })),
  );
