import type { Expression } from './expression.ts';

const refusals = (text: string, json: string): PropertyDescriptorMap => {
  const refuse = (message: string) => ({
    value: (): never => {
      throw new TypeError(message);
    },
  });
  return {
    [Symbol.toPrimitive]: refuse(text),
    toString: refuse(text),
    valueOf: refuse(text),
    toJSON: refuse(json),
  };
};

/**
 * What JavaScript calls to make a text, number or JSON of an object, for a reference: each throws. A template literal with a reference in it
 * would otherwise read `[object Object]`, and its JSON would be that of the reference. They are not enumerable, so that a spread leaves them out.
 */
export const conversions = (of: Expression): PropertyDescriptorMap =>
  refusals(
    `${subject(of)} known only when Helm renders, so JavaScript can't make a text or number of it: write text\`…\`, or when(…) for a condition`,
    `${subject(of)} known only when Helm renders, so JSON.stringify can't write it: write the JSON as text\`…\`, or as a file(…) with a hole for each value`,
  );

/** The same for what `when`, `ifSet` and `each` make. */
export const controlConversions: PropertyDescriptorMap = refusals(
  "Helm decides what a condition or loop writes, so JavaScript can't make a text of it: give it to helper(…), and write that into text`…`",
  "Helm decides what a condition or loop writes, so JSON.stringify can't write it: write the JSON as a file(…) with a hole for it",
);

const subject = (of: Expression): string => {
  if (of.kind === 'value')
    return of.path.length === 0 ? 'the values are' : `the value ${of.path.join('.')} is`;
  return of.kind === 'variable' ? `the ${of.variable.name} of a loop is` : 'a reference is';
};
