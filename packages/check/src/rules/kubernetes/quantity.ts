/**
 * The number that a Kubernetes quantity stands for, in its base unit: cores or bytes. Undefined if it is no quantity
 * (apimachinery: pkg/api/resource/quantity.go).
 */
export const quantityOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const [, number, unit = ''] = /^([+-]?[0-9.]+(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(value) ?? [];
  const factor = units.get(unit);
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
};

const units: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ...['n', 'u', 'm'].map((unit, index) => [unit, 1000 ** (index - 3)] as const),
  ...['k', 'M', 'G', 'T', 'P', 'E'].map((unit, index) => [unit, 1000 ** (index + 1)] as const),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map(
    (unit, index) => [unit, 1024 ** (index + 1)] as const,
  ),
]);
