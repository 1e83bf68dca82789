/** A quantity as a number, for comparisons: `250m` is 0.25 (apimachinery pkg/api/resource/quantity.go). Undefined if the text is not a quantity. */
export const quantity = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  const [, number, suffix = ''] = typeof value === 'string' ? (form.exec(value) ?? []) : [];
  if (number === undefined) return undefined;
  if (/\d$/.test(suffix)) return Number(number + suffix);
  const factor = factors[suffix];
  return factor === undefined ? undefined : Number(number) * factor;
};

const form = /^([+-]?(?:\d+\.?\d*|\.\d+))([eE][+-]?\d+|[a-zA-Z]*)$/;

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
