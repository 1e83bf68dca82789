import { isObject } from '@helm-charts/kubernetes';
import { type JsonSchema, propertiesOf } from '@helm-charts/types';
import type { Fault, Path } from './fault.ts';

/** A value that stands under the name that it had before. */
interface Renamed {
  readonly from: Path;
  readonly to: readonly string[];
}

/** The values of an overlay that have another name by now, by the marks of the overlay schema. */
export const renamedValues = (schema: JsonSchema, values: unknown): readonly Renamed[] =>
  marked(schema, values, 'x-renamed-to').map(({ path, mark }) => ({
    from: path,
    to: mark.split('.'),
  }));

/** What is said of values that are deprecated or renamed. */
export const markFaults = (schema: JsonSchema, values: unknown): readonly Fault[] => [
  ...renamedValues(schema, values).map(
    ({ from, to }): Fault => ({
      rule: 'renamed-value',
      severity: 'warning',
      path: from,
      message: `this value is now ${to.join('.')}, and its old name ends with a later version of the chart`,
      fix: 'rename it, or run helm-charts check-values --fix',
    }),
  ),
  ...marked(schema, values, 'x-deprecated').map(
    ({ path, mark }): Fault => ({
      rule: 'deprecated-value',
      severity: 'warning',
      path,
      message: 'this value is deprecated, and a later version of the chart has none',
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

/** The schema of a member; the overlay schema admits null beside each. */
const memberOf = (schema: JsonSchema, key: string): JsonSchema | undefined => {
  const member = propertiesOf(schema)?.[key];
  const [form] = Array.isArray(member?.anyOf) ? member.anyOf : [];
  return isObject(form) ? { ...form, ...member } : member;
};
