/** Lays values over others as Flux does: maps merge, everything else replaces, null too (fluxcd/pkg: chartutil/merge.go). */
export const mergeValues = (below: unknown, over: unknown): unknown => {
  if (over === undefined) return below;
  if (!isMap(below) || !isMap(over)) return over;
  const laid = Object.entries(over).map(([key, value]) => [key, mergeValues(below[key], value)]);
  return { ...below, ...Object.fromEntries(laid) };
};

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
