import type { Expression } from './expression.ts';

/**
 * What JavaScript calls to make a text or number of an object, for a reference: each throws. A template literal with a reference in it
 * would otherwise read `[object Object]`. They are not enumerable, so that a spread leaves them out.
 */
export const conversions = (of: Expression): PropertyDescriptorMap => {
  const value = (): never => {
    throw new TypeError(
      `${subject(of)} is known only when Helm renders, so JavaScript can't make a text or number of it: write text\`…\`, or when(…) for a condition`,
    );
  };
  return {
    [Symbol.toPrimitive]: { value },
    toString: { value },
    valueOf: { value },
  };
};

const subject = (of: Expression): string => {
  if (of.kind === 'value')
    return of.path.length === 0 ? 'the values' : `the value ${of.path.join('.')}`;
  return of.kind === 'variable' ? `the ${of.variable.name} of a loop` : 'a reference';
};
