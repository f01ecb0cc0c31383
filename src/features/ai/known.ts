/** What a model may name: the addresses of its sources, and the ids that it may cite. */
export interface KnownSources {
  urls: readonly string[];
  citationIds: readonly string[];
}

const parseUrl = (text: string): URL | undefined => {
  const url = URL.parse(/^www\./i.test(text) ? `https://${text}` : text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" ? url : undefined;
};

/** Answers whether a link, a picture or a citation is one of the sources'. */
export const createJudge = ({ urls, citationIds }: KnownSources) => {
  const exact = new Set(urls);
  const hosts = new Set(urls.flatMap((url) => parseUrl(url)?.host ?? []));
  const ids = new Set(citationIds);
  return {
    /** A page of a source's host may be linked to. */
    mayLink: (url: string): boolean => {
      const parsed = parseUrl(url);
      return parsed !== undefined && hosts.has(parsed.host);
    },
    /** A picture is fetched by whoever reads, unasked: only the source itself may be one. */
    mayShow: (url: string): boolean => exact.has(url),
    mayCite: (id: string): boolean => ids.has(id),
  };
};

export type Judge = ReturnType<typeof createJudge>;

/** What stays of an address that may not be linked to: where it would have led, which nothing makes a link of. */
export const nameHost = (url: string): string => (parseUrl(url)?.hostname ?? "").replace(/^(?:www(?:\.|$))+/i, "");

const idLike = /^[a-z0-9^][\w.:/#@-]*$/;

/**
 * What stays of a text in square brackets: citations that are known, and whatever is none, like `[x]` of a task,
 * `[Note]` or the index of `web[0]` and `aws_subnet.a[1]`.
 */
export const keepCitations = (content: string, before: string, judge: Judge): string => {
  const parts = content.split(/\s*[,;]\s*/);
  if (/^[xX]?$/.test(content.trim()) || !parts.every((part) => idLike.test(part))) return `[${content}]`;
  const kept = parts.filter(judge.mayCite);
  if (kept.length > 0) return `[${kept.join(", ")}]`;
  const isIndex = /\w$/.test(before) && (content === "0" || (/^\w+$/.test(content) && /[._]\w+$/.test(before)));
  const isProse = parts.length > 1 && !parts.some((part) => /[-:\d]/.test(part));
  return isIndex || isProse ? `[${content}]` : "";
};
