import { isObject } from '@helm-charts/kubernetes';
import type { JsonSchema } from '@helm-charts/types';
import type { Ajv, Options, ValidateFunction } from 'ajv';
import { accepts } from '../accepts.ts';
import { ajv } from '../ajv.ts';
import type { Fault } from './fault.ts';

/**
 * Returns a function that reports which rules about several values are broken. A generated `values.schema.json` lists
 * each rule as a schema with its message.
 */
export const brokenRules = (merged: JsonSchema): ((values: unknown) => readonly Fault[]) => {
  const { 'x-rules': listed } = merged;
  const rules = (Array.isArray(listed) ? listed : []).flatMap((one: unknown) =>
    isObject(one) && typeof one.sentence === 'string'
      ? [{ holds: Object(one.holds) as JsonSchema, sentence: one.sentence }]
      : [],
  );
  return (values) =>
    rules.flatMap(({ holds, sentence }) =>
      accepts(holds, values, { flags: 'u' }) || compile(holds)(values)
        ? []
        : [{ rule: 'values', severity: 'error', path: [], message: sentence.replace(/\.$/, '') }],
    );
};

const options: Options = {
  strict: false,
  validateFormats: false,
  validateSchema: false,
  logger: false,
};

/** One compiler for the rules of all charts. */
let compiler: Ajv | undefined;

/** Cached, since a profile and its air-gapped variant use the same rules. */
const known = new Map<string, ValidateFunction>();

const compile = (schema: object): ValidateFunction => {
  const key = JSON.stringify(schema);
  compiler ??= new (ajv().Ajv)(options);
  const validate = known.get(key) ?? compiler.compile(schema);
  known.set(key, validate);
  return validate;
};
