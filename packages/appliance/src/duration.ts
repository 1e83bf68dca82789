/** A duration for people: `45 s`, `3 min`. */
export const printDuration = (duration: number): string =>
  duration < 90_000 ? `${Math.round(duration / 1000)} s` : `${Math.round(duration / 60_000)} min`;

/** The age of something, as short as in a table of kubectl: `12s`, `4m`, `3h`, `5d`; empty where it is not known. */
export const printAge = (age: number): string => {
  if (Number.isNaN(age)) return '';
  // Clocks of two machines differ.
  const seconds = Math.max(0, Math.floor(age / 1000));
  const [size, unit] = units.find(([least]) => seconds >= least) ?? [1, 's'];
  return `${Math.floor(seconds / size)}${unit}`;
};

const units = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'm'],
] as const;
