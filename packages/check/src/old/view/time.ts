/** The seconds of a duration as Flux writes it: `30m`, `1h30m`, `90s`; undefined if it is none. */
export const secondsOf = (duration: string | undefined): number | undefined => {
  if (!/^(\d+(\.\d+)?(h|m|s|ms))+$/.test(duration ?? '')) return undefined;
  return [...(duration ?? '').matchAll(/([\d.]+)(h|ms|m|s)/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? 0),
    0,
  );
};

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
