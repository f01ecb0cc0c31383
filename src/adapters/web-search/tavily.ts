import { z } from "zod";

interface FoundPage {
  title: string;
  url: string;
  /** What of the page fits the query. */
  text: string;
}

/** Searches the web. Answers nothing where the search fails: what is written then rests on the documents alone. */
export type WebSearch = (query: string, signal: AbortSignal) => Promise<FoundPage[]>;

const mostResults = 3;
const mostText = 2_000;
const deadlineMs = 10_000;

// Source: Tavily's API reference, POST /search.
const Answer = z.object({
  results: z.array(z.object({ title: z.string(), url: z.url({ protocol: /^https?$/ }), content: z.string() })),
});

/** Tavily's search; the key goes to the operator's address and nowhere else. */
export const tavily =
  ({ apiKey, baseUrl }: { apiKey: string; baseUrl: string }): WebSearch =>
  async (query, signal) => {
    try {
      const answer = await fetch(`${baseUrl}/search`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${apiKey}` },
        body: JSON.stringify({ query: query.slice(0, 400), max_results: mostResults, search_depth: "basic" }),
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
      });
      if (!answer.ok) return [];
      const { results } = Answer.parse(await answer.json());
      return results
        .slice(0, mostResults)
        .map(({ title, url, content }) => ({ title: title.slice(0, 300), url, text: content.slice(0, mostText) }));
    } catch {
      return [];
    }
  };
