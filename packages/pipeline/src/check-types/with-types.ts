import type { Finding } from '@helm-charts/types';

/** Whether a finding of the generation is also reported by the compiler. */
const followOn = new Set([
  'default',
  'field-missing',
  'field-type',
  'field-value',
  'undeclared-value',
  'unused-value',
  'value-unguarded',
]);

/** A syntax error, a read of an undeclared value and a cycle also make the import of the sources fail. */
const isFollowOn = ({ rule, position, message, fix = '' }: Finding): boolean =>
  followOn.has(rule) ||
  (rule === 'source' &&
    (position?.line === undefined ||
      fix.startsWith('declare the value') ||
      /^Cannot access '.+' before init/.test(message)));

/** Merges the findings of a step with those of the type check, without repeating errors that the compiler has found. */
export const withTypes = (
  findings: readonly Finding[],
  types: readonly Finding[],
): readonly Finding[] => {
  const lines = new Set(types.flatMap((one) => lineOf(one) ?? []));
  const fields = new Set(types.flatMap((one) => misspeltField(one) ?? []));
  const isNew = (one: Finding) =>
    !hasErrors(types) ||
    !(isFollowOn(one) || lines.has(lineOf(one) ?? '') || fields.has(misspeltField(one) ?? ''));
  return [...types, ...findings.filter(isNew)];
};

/**
 * The compiler and the generation report this at different lines: that of the field and that of the function that
 * writes it.
 */
const misspeltField = ({ message }: Finding): string | undefined =>
  /there is no field "(.+?)" here/.exec(message)?.[1];

export const lineOf = ({ position }: Finding): string | undefined =>
  position?.line === undefined ? undefined : `${position.file}:${position.line}`;

export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');
