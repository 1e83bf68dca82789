/** What a request to an engine may take. */
export interface Limits {
  /** The wall time from the start of the work, in milliseconds. */
  readonly timeout: number;
  /** The memory that helm, kubectl or the native program may use for it, in bytes. */
  readonly maxMemory: number;
  /** The size of its output, in bytes. */
  readonly maxOutput: number;
}

/** 30 s, 1 GiB and 64 MiB. */
export const defaultLimits: Limits = {
  timeout: 30_000,
  maxMemory: 2 ** 30,
  maxOutput: 64 * 2 ** 20,
};

/** Reads a duration such as `30s`, `500ms` or `2m`, in milliseconds; a number alone is in seconds. */
export const readDuration = (text: string): number | undefined => read(text, durations, 's');

/** Reads a size such as `1GiB`, `512Mi` or `1000000`, in bytes. */
export const readSize = (text: string): number | undefined => read(text, sizes, '');

/** Prints milliseconds in the largest unit that gives a whole number: `30 s`. */
export const printDuration = (milliseconds: number): string => print(milliseconds, durations);

/** Prints bytes in the largest unit that gives a whole number: `1 GiB`. */
export const printSize = (bytes: number): string => print(bytes, [...sizes, ['bytes', 1]]);

type Units = readonly (readonly [name: string, factor: number])[];

const durations: Units = [
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

const sizes: Units = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
];

const read = (text: string, units: Units, fallback: string): number | undefined => {
  const [, number = '', name = ''] = /^(\d+(?:\.\d+)?) *([A-Za-z]*)$/.exec(text.trim()) ?? [];
  const unit = name || fallback;
  // Kubernetes writes 1Gi for 1 GiB.
  const factor = units.find(([one]) => one === unit || one === `${unit}B`)?.[1];
  const value = Math.round(Number(number) * (unit === '' ? 1 : (factor ?? Number.NaN)));
  return number !== '' && value > 0 ? value : undefined;
};

const print = (value: number, units: Units): string => {
  const [name, factor] = units.find(([, factor]) => value % factor === 0) ?? ['', 1];
  return `${value / factor} ${name}`;
};
