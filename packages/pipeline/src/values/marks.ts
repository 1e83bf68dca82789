import { isObject } from '@helm-charts/kubernetes';
import { type JsonSchema, propertiesOf } from '@helm-charts/types';
import type { Fault, Path } from './fault.ts';

/** A value with its old name. */
interface Renamed {
  readonly from: Path;
  readonly to: readonly string[];
}

/** The values of an overlay with old names, by the marks in the overlay schema. */
export const renamedValues = (schema: JsonSchema, values: unknown): readonly Renamed[] =>
  marked(schema, values, 'x-renamed-to').map(({ path, mark }) => ({
    from: path,
    to: mark.split('.'),
  }));

/** Reports deprecated and renamed values. */
export const markFaults = (schema: JsonSchema, values: unknown): readonly Fault[] => [
  ...renamedValues(schema, values).map(
    ({ from, to }): Fault => ({
      rule: 'renamed-value',
      severity: 'warning',
      path: from,
      message: `this value was renamed to ${to.join('.')}, and a later version of the chart no longer accepts the old name`,
      fix: 'rename it, or run helm-charts check-values --fix',
    }),
  ),
  ...marked(schema, values, 'x-deprecated').map(
    ({ path, mark }): Fault => ({
      rule: 'deprecated-value',
      severity: 'warning',
      path,
      message: 'this value is deprecated, and a later version of the chart no longer has it',
      fix: mark,
    }),
  ),
];

const marked = (
  schema: JsonSchema,
  values: unknown,
  name: string,
  at: Path = [],
): readonly { readonly path: Path; readonly mark: string }[] => {
  if (!isObject(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const member = memberOf(schema, key);
    if (member === undefined) return [];
    const path = [...at, key];
    const mark = member[name];
    return typeof mark === 'string' ? [{ path, mark }] : marked(member, value, name, path);
  });
};

/** The schema of a member. The overlay schema also allows null for each. */
const memberOf = (schema: JsonSchema, key: string): JsonSchema | undefined => {
  const member = propertiesOf(schema)?.[key];
  const [form] = Array.isArray(member?.anyOf) ? member.anyOf : [];
  return isObject(form) ? { ...form, ...member } : member;
};
