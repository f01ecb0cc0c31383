import type { Wanted } from "./question.ts";

const months =
  "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec";
const days = "mon|tues?|wed|wednes|thu|thurs?|fri|sat|satur|sun";

const date = new RegExp(
  [
    String.raw`\b(?:1[5-9]|20)\d{2}\b|\b\d{1,2}[:.]\d{2}\b|\b\d{1,2} ?(?:am|pm|a\.m|p\.m|o'clock)|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}`,
    String.raw`\b(?:${months})\b\.? ?\d|\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${months})\b|\b(?:in|by|of|since|until|from|to|every) (?:${months})\b`,
    String.raw`\b(?:${days})(?:days?)?\b|\b(?:noon|midnight|today|tomorrow|yesterday|daily|weekly|monthly|yearly|annually|quarterly)\b`,
    String.raw`\b(?:first|second|third|fourth|fifth|last|\d+|two|three|four|five|six|seven|ten) (?:hours?|days?|weeks?|months?|years?)\b|\b(?:every|each|within|after|before|until|during|once|next|last|as soon as|at the end|at the start|at the beginning|whenever|on the (?:first|last))\b`,
    String.raw`\b(?:spring|summer|autumn|winter|morning|afternoon|evening|night|century)\b`,
    "พ\\.ศ|ค\\.ศ|วัน|เดือน|ปี|นาฬิกา|น\\.|[年月日時点]|周|\\d ?(?:년|월|일|시)|요일",
  ].join("|"),
  "iu",
);

const money =
  /[$€£¥฿₩₹]|\b(?:USD|EUR|GBP|CHF|THB|JPY|KRW|CNY|INR|AUD|CAD)\b|\b(?:dollars?|euros?|pounds?|cents?|baht|yen|won|rupees?|francs?|free(?: of charge)?|no charge)\b|บาท|ฟรี|円|元|원|무료|無料|免费/iu;

const priced = /\b(?:price|cost|fee|charge|fare|rent|salary|budget)/i;

const number =
  /\d|[๐-๙]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|thousand|million|dozen|half|quarter|third|twice|once|both|none|no|single|pair|daily|weekly|monthly|yearly|annually|hourly|every|per|unlimited)\b|[一二三四五六七八九十百千]|[한두세네] ?(?:번|명|개)/iu;

/** Two words with capitals, or one inside a sentence. */
const named = /(?<=[\p{L}\p{N},;:)] ?|["“(|*])\p{Lu}[\p{Ll}.'’]|^\p{Lu}[\p{L}'’-]+ \p{Lu}/u;

const person =
  /\b(?:manager|director|team|department|officer|staff|committee|lead|head|owner|author|engineer|chair|president|secretary|treasurer|supervisor|coordinator|administrator|employees?|members?|guests?|customers?|students?|teachers?|parents?|residents?|everyone|anyone|people|adults?|children|doctor|nurse|hr|it|desk|office|technician|electrician|he|she|they|we)\b|[\p{Script=Thai}\p{Script=Hangul}\p{Script=Han}\p{Script=Katakana}]/iu;

const contacts: readonly (readonly [RegExp, RegExp])[] = [
  [/mail|อีเมล|이메일|메일/iu, /\S@\S/],
  [/web ?site|url|homepage|เว็บ/iu, /https?:\/\/|www\.|\b[a-z0-9-]+\.(?:com|org|net|edu|io|dev|co|example)\b/i],
  [/phone|fax|hotline|call|เบอร์|โทร|전화|電話|电话/iu, /\d(?:[ ()/.-]?\d){2,}/],
];

const reason =
  /\b(?:because|since|due to|owing to|so that|so as to|in order to|to (?:avoid|prevent|reduce|keep|protect|make|ensure|allow|save)|reasons?|caused?|as a result|therefore|thanks to|otherwise|or else|which (?:means|would)|leads? to)\b|เพราะ|เนื่องจาก|เพื่อ|때문|위해|ため|から|因为|由于|为了/iu;

const place =
  /\b(?:in|at|on|near|next to|behind|under|inside|opposite|beside|to|from|into) (?:the |a |an )?[\p{L}\p{N}]|\b(?:room|floor|building|street|road|avenue|address|office|hall|city)\b|[\p{Script=Thai}\p{Script=Hangul}\p{Script=Han}]/iu;

const digitsOf = (question: string): string[] => question.match(/\d+(?:[.,:]\d+)*/g) ?? [];

/** How well a text has the form of what a question wants: below 1 where it lacks it, above where it has what not all have. */
export const formOf = (wanted: Wanted, question: string): ((text: string) => number) => {
  const asked = digitsOf(question);
  // What the question says already is no answer.
  const without = (text: string): string => asked.reduce((rest, digits) => rest.replaceAll(digits, " "), text);
  switch (wanted) {
    case "date":
      return (text) => (date.test(without(text)) ? 1 : 0.6);
    case "money":
      return (text) =>
        (money.test(text) && number.test(without(text))) || (priced.test(text) && /\d/.test(without(text))) ? 1 : 0.6;
    case "number":
      return (text) => (/\d/.test(without(text)) ? 1 : number.test(without(text)) ? 0.95 : 0.6);
    case "contact": {
      const ways = contacts.filter(([named]) => named.test(question)).map(([, form]) => form);
      return (text) => (ways.length === 0 || ways.some((form) => form.test(text)) ? 1 : 0.5);
    }
    case "person":
      return (text) => (named.test(text) || person.test(text) ? 1 : 0.75);
    case "place":
      return (text) => (place.test(text) ? 1 : 0.85);
    case "reason":
      return (text) => (reason.test(text) ? 1.05 : 0.95);
    case "steps":
    case "list":
    case "meaning":
    case "anything":
      return () => 1;
    default:
      return wanted satisfies never;
  }
};
