// A conversation that is followed by EventSource or WebSocket. What was seen is kept with the place it was seen to, so that
// a page that is loaded again goes on there.
import { api, checked, find, on, postJson, say } from "/shared.js";

const kept = JSON.parse(sessionStorage.getItem("kept") ?? '{"seqs":[],"text":""}');

const show = () => {
  say("places", kept.seqs.join(" "));
  say("text", kept.text);
};

const take = (frame) => {
  if (frame.type === "pong") return;
  kept.seqs.push(frame.seq);
  if (frame.type === "token") kept.text += frame.content;
  if (frame.type === "message" && frame.role === "assistant") say("state", `reply ${frame.status}`);
  sessionStorage.setItem("kept", JSON.stringify(kept));
  show();
};

let socket;

const follow = () => {
  kept.by = "events";
  const source = new EventSource(`${api}/api/v1/sessions/${kept.id}/events?after=${kept.seqs.at(-1) ?? 0}`, {
    withCredentials: true,
  });
  for (const type of ["token", "progress", "message", "draft", "error"])
    source.addEventListener(type, ({ data }) => data !== undefined && take(JSON.parse(data)));
  source.addEventListener("open", () => say("state", "open"));
  source.onerror = () => say("state", source.readyState === EventSource.CLOSED ? "given up" : "coming back");
};

const connect = async () => {
  kept.by = "socket";
  const { ticket } = await (await checked(postJson(`/api/v1/sessions/${kept.id}/ticket`))).json();
  const query = new URLSearchParams({ ticket, after: kept.seqs.at(-1) ?? 0 });
  socket = new WebSocket(`${api.replace("http", "ws")}/ws/${kept.id}?${query}`);
  socket.onmessage = ({ data }) => take(JSON.parse(data));
  socket.onopen = () => say("state", "open");
  socket.onclose = ({ code }) => say("state", `closed ${code}`);
};

on("begin", "click", async () => {
  const { id } = await (await checked(postJson("/api/v1/sessions", { name: "In a browser" }))).json();
  Object.assign(kept, { id, seqs: [], text: "" });
  sessionStorage.setItem("kept", JSON.stringify(kept));
  say("state", "begun");
});
on("follow", "click", follow);
on("connect", "click", connect);

on("send", "submit", async ({ target }) => {
  const content = new FormData(target).get("content");
  const message = { content, client_message_id: crypto.randomUUID() };
  if (kept.by === "socket") socket.send(JSON.stringify({ type: "message", ...message }));
  // Its answer is what the events tell.
  else void postJson(`/api/v1/sessions/${kept.id}/messages`, message).catch(() => undefined);
});

find("sign-in").href = `${api}/auth/google?${new URLSearchParams({ redirect_uri: `${location.origin}/session` })}`;
const me = await fetch(`${api}/auth/users/me`, { credentials: "include" });
say("who", me.ok ? `You are ${(await me.json()).email}` : "Nobody is signed in");
show();
if (kept.by === "events") follow();
if (kept.by === "socket") await connect();
