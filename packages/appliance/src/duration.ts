/** A duration for people: `45 s`, `3 min`. */
export const printDuration = (duration: number): string =>
  duration < 90_000 ? `${Math.round(duration / 1000)} s` : `${Math.round(duration / 60_000)} min`;
