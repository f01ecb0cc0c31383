/** English words that say how a question is asked, not what it is about. */
const english =
  "a about above actually after again all also am an and any are as at be because been before being between both but by can could did do does doing done down during each else even ever every few for from further get gets getting give given go goes going got had has have having he her here hers him his how however i if in into is it its itself just keep kind know let like ll made make makes making many may maybe me might more most much must my need needs no nor not now of off on once one only or other our out over own please quite rather re really s same see set shall she should show so some something still such suppose sure t take tell than that the their them then there these they thing things think this those through to too under until up upon us use used using ve very want was way we well were what when where whether which while who whom whose why will with within would yes yet you your someone somebody everyone everybody nobody anyone anybody people person boss colleague want wants wanted bad good best nice fine great big small lot lots bit happen happens happened time times day days week weeks month months year years last next ago today tomorrow yesterday whole entire new first second two three four five several buy say says said tell told ask asks think thinks believe guess somewhere anywhere everywhere else without always never often usually sometimes possible simply easily easy hard difficult better worse question problem problems issue help work works working look looks looking find finds found need start starts stop stops";

/** Thai particles and question words; Thai is cut in pairs of letters, so only whole runs of these fall out. */
const thai = "คือ อะไร ครับ ค่ะ คะ ไหม หรือ และ ของ ที่ เป็น ได้ จะ ให้ ใน";

let words: Set<string> | undefined;

/** Whether a word says nothing of what a text is about. */
export const isStopWord = (word: string): boolean => {
  words ??= new Set(`${english} ${thai}`.split(" "));
  return words.has(word);
};
