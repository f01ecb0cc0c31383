// AU-GURU: questions about Assumption University, answered from its knowledge with sources, in English or Thai.
// node examples/clients/au-guru.ts [address]
const url = process.argv[2] ?? "http://localhost:8000";

const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
  const answer = await fetch(url + path, { headers: { "Content-Type": "application/json" }, ...init });
  if (answer.ok) return answer;
  const problem: { detail: string } = await answer.json();
  throw new Error(problem.detail);
};

const { topics }: { topics: { title: string }[] } = await (await ask("/api/v1/knowledge")).json();
console.log(`It knows about ${topics.map(({ title }) => title).join(", ")}.`);

interface Reply {
  response: string;
  session_id: string;
  sources: { title: string }[];
}

// A conversation: the id of the first answer goes with the next question.
let sessionId: string | undefined;
for (const message of ["เบอร์โทรวิทยาเขตหัวหมาก", "How much is the matriculation fee?", "Who won the football final?"]) {
  const answer = await ask("/api/v1/chat", {
    method: "POST",
    body: JSON.stringify({ message, session_id: sessionId }),
  });
  const reply: Reply = await answer.json();
  sessionId = reply.session_id;
  console.log(`\n> ${message}\n${reply.response}`);
  for (const { title } of reply.sources) console.log(`  source: ${title}`);
}

const history = await ask(`/api/v1/chat/${sessionId}/history`);
const { messages }: { messages: unknown[] } = await history.json();
console.log(`\n${messages.length} messages are kept`);
const dropped = await ask(`/api/v1/chat/${sessionId}`, { method: "DELETE" });
const { message }: { message: string } = await dropped.json();
console.log(message);

export {};
