/**
 * What kind of value an aspect asks for, as it shows in a fact's text: a fact without one does not answer, whatever else
 * it has in common with the question.
 */
const shows: Readonly<Record<string, RegExp>> = {
  price:
    /\d[\s\S]*\b(thb|baht|fees?|tuition|costs?|prices?)\b|\b(thb|baht|fees?|tuition|costs?|prices?|free)\b[\s\S]*\d|฿|บาท/i,
  phone: /\+?\d(?:[\s().-]?\d){6,}/,
  address: /\b(address|rd|road|street|soi|moo|building|floor|room|hall|located|campus)\b|ถนน|อาคาร|ชั้น|ซอย|ตั้งอยู่/i,
  when: /\b(1\d|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?(am|pm)\b|\b(mon|tues|wednes|thurs|fri|satur|sun)day|\b(january|february|march|april|june|july|august|september|october|november|december|daily)\b|วัน|เดือน|พ\.ศ\.|ค\.ศ\./i,
  duration:
    /\b(\d+|two|three|four|five|six)[\s-](to \d+ )?(minute|hour|day|week|month|year)s?\b|\d+\s?(ปี|เดือน|วัน|ชั่วโมง)/i,
  email: /\S@\S+\.\w/,
};

/** Whether a text holds the kind of value that an aspect asks for. */
export const showsAspect = (aspect: string, text: string): boolean => shows[aspect]?.test(text) ?? true;
