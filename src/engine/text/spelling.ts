/** Shorter words have too many neighbours. */
const shortest = 5;
/** Of a longer word nobody would guess one slip. */
const longest = 24;

const letters = "abcdefghijklmnopqrstuvwxyz";

/** Every word that is one slip away: a letter left out, put in, taken for another, or two exchanged; the first stays. */
function* slipsOf(word: string): Generator<string> {
  for (let at = 1; at <= word.length; at++) {
    const before = word.slice(0, at);
    const here = word[at] ?? "";
    const after = word.slice(at + 1);
    if (here !== "") yield before + after;
    if (after !== "") yield before + after.slice(0, 1) + here + after.slice(1);
    for (const letter of letters) {
      yield before + letter + here + after;
      if (here !== "") yield before + letter + after;
    }
  }
}

/**
 * The known word that a mistyped one stands for: the most frequent that is one slip away, and the word as it is where
 * there is none. `uses` says how often a known word is used, 0 for one that is not known.
 */
export const respell = (word: string, uses: (word: string) => number): string => {
  if (word.length < shortest || word.length > longest || !/^[a-z]+$/.test(word) || uses(word) > 0) return word;
  let best = word;
  let most = 0;
  for (const slip of slipsOf(word)) {
    const used = slip.length < shortest ? 0 : uses(slip);
    if (used > most || (used > 0 && used === most && slip < best)) {
      best = slip;
      most = used;
    }
  }
  return best;
};
