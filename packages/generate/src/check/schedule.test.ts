import { expect, test } from 'vitest';
import { schedule, timeZone } from './schedule.ts';

test.each([
  '0 3 * * *',
  '*/15 0-5,22 1,15 * MON-FRI',
  '0 0 1 jan ?',
  '0 0 1 1 0',
  '59 23 31 12 6',
  '0 0 * DEC SAT',
  '0 0 * JAN SUN',
  '@daily',
  '@every 1h30m',
  '  5 4 * * sun ',
])('the API server admits %s', (text) => {
  expect(schedule(text)).toBeUndefined();
});

test.each([
  ['60 * * * *', 'has a minute outside 0 to 59'],
  ['* 24 * * *', 'has an hour outside 0 to 23'],
  ['* * 0 * *', 'has a day of the month outside 1 to 31'],
  ['* * * 13 *', 'has a month outside 1 to 12'],
  ['* * * * 7', 'has a day of the week outside 0 to 6'],
  ['5-1 * * * *', 'has a minute outside 0 to 59'],
  ['*/0 * * * *', 'has a minute outside 0 to 59'],
  ['1,,2 * * * *', 'has a minute outside 0 to 59'],
  [
    '0 3 * *',
    'has 4 fields, and a schedule has five: minute, hour, day of the month, month, day of the week',
  ],
  ['@often', 'is not one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly'],
  ['CRON_TZ=UTC 0 3 * * *', 'has a time zone, which belongs to the field timeZone'],
])('the API server refuses %s', (text, problem) => {
  expect(schedule(text)).toBe(problem);
});

test.each(['UTC', 'Etc/UTC', 'Europe/Berlin', 'US/Eastern', 'Etc/GMT+1'])(
  '%s is a time zone',
  (text) => {
    expect(timeZone(text)).toBeUndefined();
  },
);

test.each(['', 'Local', '+01:00', 'Europe/Berln', 'Europe/Berlin '])(
  '"%s" is no time zone',
  (text) => {
    expect(timeZone(text)).toBe('is no time zone of the IANA database');
  },
);
