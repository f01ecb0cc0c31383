const mostLetters = 80;

/**
 * A title as the name of a post: letters and digits of every script, and hyphens. Accents are kept (`café`): folding them would
 * be wrong in half of the languages that have them (`schön` is no `schon`), and of Hangul and Thai nothing would be left.
 * What has no letter is named by `fallback`.
 */
export const slugOf = (title: string, fallback: string): string => {
  const words = title
    .toWellFormed()
    .normalize("NFC")
    .toLowerCase()
    // An apostrophe parts no words: don't is one.
    .replace(/['’ʼ]/gu, "")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-");
  const slug = cut(words.replace(/^-|-$/g, "").replace(/(^|-)\p{M}+/gu, "$1"));
  if (/[\p{L}\p{N}]/u.test(slug)) return slug;
  return (
    cut(
      fallback
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, ""),
    ) || "post"
  );
};

/** As much as fits, between words where one ends in the second half, and never within a letter and its marks. */
const cut = (slug: string): string => {
  if (slug.length <= mostLetters) return slug;
  let short = "";
  for (const { segment } of new Intl.Segmenter("und", { granularity: "grapheme" }).segment(
    slug.slice(0, 4 * mostLetters),
  )) {
    if (short.length + segment.length > mostLetters) break;
    short += segment;
  }
  const end = slug[short.length] === "-" ? short.length : short.lastIndexOf("-");
  return (end > mostLetters / 2 ? short.slice(0, end) : short).replace(/-+$/, "");
};
