/** `a`, `a and b`, `a, b and c`. */
export const enumerate = (items: readonly string[]): string =>
  [items.slice(0, -1).join(', '), items.at(-1) ?? ''].filter((part) => part !== '').join(' and ');
