import type { TextCheck } from './text.ts';

/** A field of a schedule: its minimum, its maximum and the names of its numbers. */
interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const fields: readonly Field[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of the month', least: 1, most: 31 },
  {
    name: 'month',
    least: 1,
    most: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  {
    name: 'day of the week',
    least: 0,
    most: 6,
    names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
  },
];

const words = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** Checks the schedule of a CronJob as the API server does (robfig/cron parser.go; Kubernetes pkg/apis/batch/validation/validation.go). */
export const schedule: TextCheck = (text) => {
  if (/TZ/.test(text)) return 'has a time zone, which belongs to the field timeZone';
  if (text.startsWith('@')) {
    return words.includes(text) || /^@every (\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text)
      ? undefined
      : `is not one of ${words.join(', ')}`;
  }
  const parts = text.trim().split(/\s+/);
  if (parts.length !== fields.length) {
    return `has ${parts.length} fields, and a schedule has five: minute, hour, day of the month, month, day of the week`;
  }
  const wrong = fields.find((field, at) => !isField(parts[at] ?? '', field));
  return (
    wrong &&
    `has ${wrong.name === 'hour' ? 'an' : 'a'} ${wrong.name} outside ${wrong.least} to ${wrong.most}`
  );
};

/** The time zone of a CronJob, which the API server looks up in the IANA database (Kubernetes pkg/apis/batch/validation/validation.go validateTimeZone). */
export const timeZone: TextCheck = (text) => {
  // JavaScript knows offsets such as +01:00, too.
  if (/^[A-Za-z]/.test(text) && isTimeZone(text)) return undefined;
  return 'is no time zone of the IANA database';
};

const isTimeZone = (text: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** `*`, `5`, `1-5`, `0-30/15`, and several of them with commas. */
const isField = (text: string, { least, most, names = [] }: Field): boolean =>
  text.split(',').every((part) => {
    const [range = '', step, ...rest] = part.split('/');
    if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (range === '*' || range === '?') return true;
    const ends = range.split('-').map((end) => {
      const named = names.indexOf(end.toLowerCase());
      return named === -1 ? (/^\d+$/.test(end) ? Number(end) : Number.NaN) : named + least;
    });
    const [from = Number.NaN, to = from] = ends;
    return ends.length <= 2 && from >= least && to <= most && from <= to;
  });
