// As Cue's page works: a cookie, sent with every call; nothing of it can be read here.
import { api, checked, find, on, postJson, say } from "/shared.js";

const signedIn = async () => {
  const answer = await fetch(`${api}/auth/users/me`, { credentials: "include" });
  return answer.ok ? answer.json() : undefined;
};

const showOwn = async ({ id }) => {
  const answer = await checked(fetch(`${api}/workflows/user/${id}`, { credentials: "include" }));
  find("own").replaceChildren(
    ...(await answer.json()).map(({ name }) => Object.assign(document.createElement("li"), { textContent: name })),
  );
};

const credentialFields = ({ nodes }) => {
  const seen = new Map(nodes.flatMap(({ requiredCredentials }) => requiredCredentials.map((one) => [one.id, one])));
  const fields = [...seen.values()].map(({ id, validationPattern, placeholder }) => {
    const label = Object.assign(document.createElement("label"), { textContent: `${id} ` });
    label.append(Object.assign(document.createElement("input"), { name: id, pattern: validationPattern, placeholder }));
    return label;
  });
  return [...fields, Object.assign(document.createElement("button"), { textContent: "Fill in" })];
};

let workflow;

const show = async (code) => {
  say("code", code);
  const answer = await checked(postJson("/code/validate", { code }));
  const { is_valid: isValid, validation_errors: errors } = await answer.json();
  say("validity", isValid ? "The code is valid" : JSON.stringify(errors));
};

on("generate", "submit", async ({ target }) => {
  const description = new FormData(target).get("description");
  workflow = await (await checked(postJson("/workflows/generate", { description }))).json();
  find("nodes").replaceChildren(
    ...workflow.nodes.map(({ name }) => Object.assign(document.createElement("li"), { textContent: name })),
  );
  find("credentials").replaceChildren(...credentialFields(workflow));
  find("download").href = `${api}/workflows/${workflow.workflowId}/download`;
  await show(workflow.code);
  await showOwn(await signedIn());
});

on("credentials", "submit", async ({ target }) => {
  const values = Object.fromEntries([...new FormData(target)].filter(([, value]) => value !== ""));
  const path = `/workflows/${workflow.workflowId}/credentials`;
  const { updated_code: code } = await (await checked(postJson(path, values))).json();
  await show(code);
});

on("sign-out", "click", async () => {
  await checked(fetch(`${api}/auth/logout`, { method: "POST", credentials: "include" }));
  location.reload();
});

/** With `response=code` there is no cookie: the code of the address is swapped for a token, once, and taken out of sight. */
const exchange = async (code) => {
  history.replaceState(null, "", location.pathname);
  const answer = await checked(
    fetch(`${api}/api/v1/auth/exchange`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code }),
    }),
  );
  const { access_token: token } = await answer.json();
  const me = await checked(fetch(`${api}/auth/users/me`, { headers: { Authorization: `Bearer ${token}` } }));
  return me.json();
};

const home = `${location.origin}/cue`;
const mode = new URL(location.href).searchParams.get("response") ?? "cookie";
find("sign-in").href = `${api}/auth/google?${new URLSearchParams({ redirect_uri: home, response: mode })}`;
find("leave").href = `${api}/api/logout`;
const code = new URL(location.href).searchParams.get("code");
try {
  const me = code === null ? await signedIn() : await exchange(code);
  say("who", me === undefined ? "Nobody is signed in" : `You are ${me.email}`);
  if (me !== undefined && code === null) await showOwn(me);
} catch (error) {
  say("problem", String(error));
}
