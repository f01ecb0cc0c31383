import { describe, expect, it } from "vitest";
import { isExpression } from "../check-plan.ts";
import { read } from "../words/reading.ts";
import { findSchedule } from "./schedule.ts";

const scheduleOf = (text: string): ReturnType<typeof findSchedule> => findSchedule(read(text, () => 0).line);

describe("a schedule", () => {
  it.each<[text: string, expression: string, timezone: string | undefined]>([
    ["every Monday at 9am", "cron(0 9 ? * MON *)", undefined],
    ["every weekday at 8:30 in New York", "cron(30 8 ? * MON-FRI *)", "America/New_York"],
    ["daily at noon", "cron(0 12 * * ? *)", undefined],
    ["at midnight", "cron(0 0 * * ? *)", undefined],
    ["each morning", "cron(0 9 * * ? *)", undefined],
    ["every night at 10", "cron(0 22 * * ? *)", undefined],
    ["every 15 minutes", "rate(15 minutes)", undefined],
    ["every minute", "rate(1 minute)", undefined],
    ["hourly", "rate(1 hour)", undefined],
    ["every other hour", "rate(2 hours)", undefined],
    ["twice a day", "rate(12 hours)", undefined],
    ["every two weeks", "rate(14 days)", undefined],
    ["on the first of every month", "cron(0 9 1 * ? *)", undefined],
    ["on the 1st and 15th of every month at 6pm", "cron(0 18 1,15 * ? *)", undefined],
    ["on the last day of the month", "cron(0 9 L * ? *)", undefined],
    ["every first Monday of the month at 10", "cron(0 10 ? * MON#1 *)", undefined],
    ["last Friday of every month at 4:30 pm London time", "cron(30 16 ? * 6L *)", "Europe/London"],
    ["quarterly", "cron(0 9 1 1,4,7,10 ? *)", undefined],
    ["on weekends", "cron(0 9 ? * SAT,SUN *)", undefined],
    ["Monday to Friday at 7 in the morning", "cron(0 7 ? * MON-FRI *)", undefined],
    ["every Friday at 5pm EST", "cron(0 17 ? * FRI *)", "America/New_York"],
    ["9am Bangkok time every day", "cron(0 9 * * ? *)", "Asia/Bangkok"],
    ["every hour between 9am and 5pm on weekdays", "cron(0 9-17 ? * MON-FRI *)", undefined],
    ["at 9am and 5pm every day", "cron(0 9,17 * * ? *)", undefined],
    ["every day at 9:00 GMT+7", "cron(0 9 * * ? *)", "Etc/GMT-7"],
    ["every January 1st at half past eight", "cron(30 8 1 1 ? *)", undefined],
    ["every Friday to Monday", "cron(0 9 ? * FRI,SAT,SUN,MON *)", undefined],
    ["every Monday, Wednesday and Friday at 7am", "cron(0 7 ? * MON,WED,FRI *)", undefined],
    ["on the first working day of every month at 9", "cron(0 9 1W * ? *)", undefined],
    ["every month on the 5th", "cron(0 9 5 * ? *)", undefined],
    ["every month on the first and fifteenth", "cron(0 9 1,15 * ? *)", undefined],
    ["monthly on the 12th at 6am", "cron(0 6 12 * ? *)", undefined],
    ["every 25th", "cron(0 9 25 * ? *)", undefined],
    ["every 3rd of March", "cron(0 9 3 3 ? *)", undefined],
    ["every year on July 4", "cron(0 9 4 7 ? *)", undefined],
    ["three times a day", "rate(8 hours)", undefined],
    ["twice a week", "cron(0 9 ? * MON,THU *)", undefined],
    ["twice a month", "cron(0 9 1,15 * ? *)", undefined],
    ["twice an hour", "rate(30 minutes)", undefined],
    ["every quarter of an hour", "rate(15 minutes)", undefined],
    ["every 5m", "rate(5 minutes)", undefined],
    ["every 2h", "rate(2 hours)", undefined],
    ["every 3 days at 6pm", "cron(0 18 1/3 * ? *)", undefined],
    ["every 3 days", "rate(3 days)", undefined],
    ["every 30 days at 9", "rate(30 days)", undefined],
    ["every 1 day", "cron(0 9 * * ? *)", undefined],
    ["every week", "cron(0 9 ? * MON *)", undefined],
    ["every 3 weeks", "rate(21 days)", undefined],
    ["every month", "cron(0 9 1 * ? *)", undefined],
    ["every 2 months", "cron(0 9 1 1/2 ? *)", undefined],
    ["every 0 minutes", "rate(1 minute)", undefined],
    ["every couple of hours", "rate(2 hours)", undefined],
    ["every 10 minutes between 9 and 5 on weekdays", "cron(0/10 9-17 ? * MON-FRI *)", undefined],
    ["every 15 minutes on weekdays", "cron(0/15 * ? * MON-FRI *)", undefined],
    ["every 2 hours during business hours", "cron(0 9-17/2 * * ? *)", undefined],
    ["every 2 hours on weekends", "cron(0 0/2 ? * SAT,SUN *)", undefined],
    ["every 90 minutes during working hours", "cron(0 9-17/2 * * ? *)", undefined],
    ["every 120 minutes between 22:00 and 6:00", "cron(0 22-23/2,0-6/2 * * ? *)", undefined],
    ["every hour between 22:00 and 6:00", "cron(0 22-23,0-6 * * ? *)", undefined],
    ["every hour between 10 and 2", "cron(0 10-14 * * ? *)", undefined],
    ["every hour between 9 and 9", "cron(0 * * * ? *)", undefined],
    ["twice a day at 8am and 8pm", "cron(0 8,20 * * ? *)", undefined],
    ["every day between 8 and 18", "cron(0 8-18 * * ? *)", undefined],
    ["every afternoon", "cron(0 15 * * ? *)", undefined],
    ["every evening at half past 7", "cron(30 19 * * ? *)", undefined],
    ["every night at quarter to eleven", "cron(45 22 * * ? *)", undefined],
    ["every morning at quarter past 8", "cron(15 8 * * ? *)", undefined],
    ["every night at 2", "cron(0 2 * * ? *)", undefined],
    ["nightly", "cron(0 0 * * ? *)", undefined],
    ["Sundays in the evening", "cron(0 18 ? * SUN *)", undefined],
    ["every Monday night", "cron(0 21 ? * MON *)", undefined],
    ["every day at 12am", "cron(0 0 * * ? *)", undefined],
    ["every day at 12 in the afternoon", "cron(0 12 * * ? *)", undefined],
    ["every day at 5 in the afternoon", "cron(0 17 * * ? *)", undefined],
    ["every day at eleven am", "cron(0 11 * * ? *)", undefined],
    ["every day at twelve am", "cron(0 0 * * ? *)", undefined],
    ["every day at eight thirty", "cron(30 8 * * ? *)", undefined],
    ["every day at 17h30", "cron(30 17 * * ? *)", undefined],
    ["every day at 9 UTC+0", "cron(0 9 * * ? *)", "UTC"],
    ["every day at 9 GMT-5", "cron(0 9 * * ? *)", "Etc/GMT+5"],
    ["daily at 8 Tokyo time", "cron(0 8 * * ? *)", "Asia/Tokyo"],
    ["Vienna time, at 8 every day", "cron(0 8 * * ? *)", "Europe/Vienna"],
    ["yearly", "cron(0 9 1 1 ? *)", undefined],
    ["weekly", "cron(0 9 ? * MON *)", undefined],
    ["the fifth friday of every month", "cron(0 9 ? * FRI#5 *)", undefined],
    ["run at 7:15", "cron(15 7 * * ? *)", undefined],
  ])("is read: %s", (text, expression, timezone) => {
    const schedule = scheduleOf(text);
    expect(schedule?.expression).toBe(expression);
    expect(schedule?.timezone).toBe(timezone);
    expect(isExpression(schedule?.expression ?? "")).toBe(true);
  });

  it.each([
    ["every day at 9:00 and 17:30", "A schedule has one minute past the hour: all its times take that of the first."],
    [
      "every 90 minutes on weekdays",
      "On some hours or days only, it cannot run every 90 minutes: it runs every 2 hours.",
    ],
    ["weekly at 9", "No day was said: it runs on Mondays."],
    ["at 9", "No day was said: it runs every day."],
    ["daily", "No time was said: it runs at 09:00."],
  ])("says what had to be assumed: %s", (text, note) => {
    expect(scheduleOf(text)?.assumed).toEqual([note]);
  });

  it.each([
    ["every 2 hours on weekends", "Every 2 hours, every Saturday and Sunday UTC"],
    ["every 90 minutes during business hours", "Every 2 hours, hours 9-17 UTC"],
    ["every 3 days at 6pm", "Every 3 days at 18:00 UTC"],
    ["every minute", "Every minute"],
    ["at 9am and 5pm every day", "Every day at 09:00 and 17:00 UTC"],
  ])("is told in words: %s", (text, words) => {
    expect(scheduleOf(text)?.description).toBe(words);
  });

  it.each(["when a payment comes in", "every customer gets an email", "last Monday was a holiday", "for each row"])(
    "is not heard in: %s",
    (text) => {
      expect(scheduleOf(text)).toBeUndefined();
    },
  );

  it.each([
    "rate(1 minutes)",
    "rate(0 days)",
    "rate(2 day)",
    "cron(0 9 * * * *)",
    "cron(0 9 ? * ? *)",
    "cron(60 9 * * ? *)",
    "cron(0 24 * * ? *)",
    "cron(0 9 32 * ? *)",
    "cron(0 9 * * ?)",
    "cron( 9 ? * MON *)",
    "cron(0/0 9 * * ? *)",
    "every day",
  ])("is none for EventBridge: %s", (expression) => {
    expect(isExpression(expression)).toBe(false);
  });
});
