import { isObject } from '@helm-charts/kubernetes';
import type { JsonSchema } from '@helm-charts/types';
import { Ajv } from 'ajv';
import type { Fault } from './fault.ts';

/**
 * The rules over several values that a generated `values.schema.json` holds, each as a condition whose
 * other branch is its sentence, and which of them merged values break.
 */
export const brokenRules = (merged: JsonSchema): ((values: unknown) => readonly Fault[]) => {
  const { allOf, definitions } = merged;
  const rules = (Array.isArray(allOf) ? allOf : []).flatMap((one: unknown) => {
    const sentence = isObject(one) && isObject(one.if) && isObject(one.else) ? one.else.const : '';
    return isObject(one) && typeof sentence === 'string' && sentence !== ''
      ? [{ holds: one.if, sentence }]
      : [];
  });
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });
  const compiled = rules.map(({ holds, sentence }) => ({
    sentence,
    validate: ajv.compile({ ...Object(holds), ...(isObject(definitions) && { definitions }) }),
  }));
  return (values) =>
    compiled.flatMap(({ validate, sentence }) =>
      validate(values)
        ? []
        : [{ rule: 'values', severity: 'error', path: [], message: sentence.replace(/\.$/, '') }],
    );
};
