/** How many words a text has, whatever its script. */
export const countWords = (text: string): number => {
  const unspaced = text.match(/[\p{Script=Thai}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  // A run of Thai or Chinese is no word: about four of its letters are.
  const spaced =
    unspaced === 0
      ? text
      : text.replaceAll(/[\p{Script=Thai}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{M}]+/gu, " ");
  return (spaced.match(/[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu)?.length ?? 0) + Math.ceil(unspaced / 4);
};
