/** The milliseconds of a duration as Flux and Go write it, such as `90s` or `1h30m`; undefined where it is none. */
export const milliseconds = (text: string): number | undefined => {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  return [...text.matchAll(/([\d.]+)(ms|s|m|h)/g)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (units[unit] ?? 0),
    0,
  );
};

/** A duration for people: `45 s`, `3 min`. */
export const printDuration = (duration: number): string =>
  duration < 90_000 ? `${Math.round(duration / 1000)} s` : `${Math.round(duration / 60_000)} min`;

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
