// As AU-GURU's page works: nobody signs in, the session's id is all that it keeps.
import { api, checked, find, on, say } from "/shared.js";

let sessionId = null;

const send = (method, body) =>
  checked(
    fetch(`${api}/api/chat`, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  );

on("ask", "submit", async ({ target }) => {
  const message = new FormData(target).get("message");
  const answer = await (await send("POST", { message, sessionId })).json();
  sessionId = answer.sessionId;
  find("answers").append(Object.assign(document.createElement("li"), { textContent: answer.response }));
  say("count", `${answer.conversationStats.messageCount} messages`);
});

on("reset", "click", async () => {
  const { message } = await (await send("DELETE", { sessionId })).json();
  sessionId = null;
  find("answers").replaceChildren();
  say("count", message);
});
