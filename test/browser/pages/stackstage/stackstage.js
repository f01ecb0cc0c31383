// As StackStage's page works: no credential at all.
import { api, checked, download, find, on, readEvents, save, say } from "/shared.js";

let analysis;
let content;

const post = (path, body) =>
  checked(
    fetch(api + path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
  );

const item = (text) => Object.assign(document.createElement("li"), { textContent: text });

/** A picture by its address, as any page shows one: the browser asks for it without a word to us. */
const picture = (alt, src) => Object.assign(document.createElement("img"), { alt, src, width: 400 });

on("analyze", "submit", async ({ target }) => {
  const form = new FormData(target);
  content = await form.get("file").text();
  find("steps").replaceChildren();
  const headers = { Accept: "text/event-stream" };
  const answer = await checked(fetch(`${api}/api/analyze`, { method: "POST", headers, body: form }));
  await readEvents(answer, (event, data) => {
    find("steps").append(item(event));
    if (event === "done") analysis = data;
  });
  say("score", `Score ${analysis.score}, ${analysis.estimated_cost}`);
  find("issues").replaceChildren(...analysis.issues.map(item));
  find("pictures").replaceChildren(picture("svg", analysis.diagram_svg), picture("png", analysis.diagram_image));
});

on("report", "click", async () => save(await post("/api/export/pdf", { analysis_id: analysis.analysis_id })));

on("report-in-json", "click", async () => {
  const answer = await post("/api/export/pdf", { analysisId: analysis.analysis_id });
  const { pdf, filename } = await answer.json();
  const bytes = Uint8Array.from(atob(pdf), (letter) => letter.charCodeAt(0));
  await download(new Blob([bytes], { type: "application/pdf" }), filename);
});

on("fix", "click", async () => {
  const { patch, rescan } = await (await post("/api/apply-fix", { content, rules: "all" })).json();
  say("patch", patch);
  say("rescan", `From ${rescan.before.score} to ${rescan.after.score}`);
});
