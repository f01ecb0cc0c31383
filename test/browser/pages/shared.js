// What every page here needs: where the API is (`?api=` of the first address, kept while the page goes away and comes
// back), and the few things that each of the frontends does with an answer.
const given = new URL(location.href).searchParams.get("api");
if (given !== null) sessionStorage.setItem("api", given);
export const api = sessionStorage.getItem("api");

export const find = (id) => document.getElementById(id);
export const say = (id, text) => (find(id).textContent = text);

/** Runs what a button stands for; what goes wrong is shown. */
export const on = (id, event, act) =>
  find(id).addEventListener(event, async (happened) => {
    happened.preventDefault();
    try {
      await act(happened);
    } catch (error) {
      say("problem", String(error));
    }
  });

/** The answer, or an error that says what the API says. */
export const checked = async (asking) => {
  const answer = await asking;
  if (answer.ok) return answer;
  const { title, detail } = await answer.json();
  throw new Error(`${answer.status} ${title}: ${detail}`);
};

export const postJson = (path, body, headers = {}) =>
  fetch(api + path, {
    method: "POST",
    credentials: "include",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

/** Calls `see` with each piece of an answer's text as it comes. */
export const readPieces = async (answer, see) => {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    see(value);
  }
};

/** Calls `see` with each event of an answer that is a stream of them. */
export const readEvents = async (answer, see) => {
  let text = "";
  await readPieces(answer, (piece) => {
    const blocks = (text + piece).split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const [, event] = /^event: (.*)$/m.exec(block) ?? [];
      const [, data] = /^data: (.*)$/m.exec(block) ?? [];
      if (data !== undefined) see(event, JSON.parse(data));
    }
  });
};

/** The name that the API gives a file. */
const nameOf = (answer) => {
  const disposition = answer.headers.get("Content-Disposition") ?? "";
  const [, extended] = /filename\*=UTF-8''([^;]+)/.exec(disposition) ?? [];
  const [, plain] = /filename="([^"]+)"/.exec(disposition) ?? [];
  return extended === undefined ? plain : decodeURIComponent(extended);
};

/** Hands bytes to the browser as a download. */
export const download = async (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
};

export const save = async (answer) => download(await answer.blob(), nameOf(answer));
