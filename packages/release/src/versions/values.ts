import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '@helm-charts/types';
import { compareConditions, compareRules } from './conditions.ts';
import { compareDefaults } from './defaults.ts';
import { compareLeaf } from './leaf.ts';
import { compareMembers } from './members.ts';
import { type Reason, reason } from './rules.ts';
import { formsOf, isObject, printPath, resolved, type Side, typesOf } from './schema.ts';

/** The values of one version of a chart. */
export interface Values {
  /** `values.schema.json`; undefined where there is none. */
  readonly schema: JsonSchema | undefined;
  /** `values.yaml`. */
  readonly defaults: unknown;
  /** Whether a template contains a word: the name of a value. */
  readonly reads: (word: string) => boolean;
}

/** What differs between the values of two versions of a chart. */
export const compareValues = (before: Values, after: Values): readonly Reason[] => {
  if (before.schema === undefined || after.schema === undefined) {
    return [
      ...(before.schema === after.schema
        ? []
        : after.schema === undefined
          ? [reason('value-widened', 'the chart has no values schema any more')]
          : [reason('schema-added', 'the chart has a values schema')]),
      ...compareDefaults(before.defaults, after.defaults, [], { ...after, hasSchema: false }),
    ];
  }
  const side = ({ defaults, schema = {} }: Values): Side => ({
    schema: resolved(schema, schema),
    value: defaults,
    root: schema,
  });
  const seen = new Set<string>();
  const compare = (was: Side, is: Side, path: readonly string[]): readonly Reason[] => {
    // A definition may refer to itself.
    const key = path.length > 12 ? '' : JSON.stringify([path, was.schema, is.schema]);
    if (key === '' || (path.length > 6 && seen.has(key))) return [];
    seen.add(key);
    return compareForms(was, is, path);
  };
  const compareForms = (was: Side, is: Side, path: readonly string[]): readonly Reason[] => {
    if (isDeepStrictEqual(was.schema, is.schema) && !hasMembers(was.schema))
      return compareDefaults(was.value, is.value, path, {
        ...after,
        ...is.schema,
        hasSchema: true,
      });
    const [[old, oldNull], [now, nowNull]] = [nonNull(formsOf(was)), nonNull(formsOf(is))];
    const [onlyOld, onlyNow] = [old[0], now[0]];
    const ofNull =
      oldNull && !nowNull && typesOf(is.schema) !== undefined
        ? [reason('value-narrowed', `the value ${printPath(path)} no longer takes null`)]
        : [];
    if (old.length === 1 && now.length === 1 && onlyOld && onlyNow)
      return [...ofNull, ...comparePlain(onlyOld, onlyNow, path)];
    return [...ofNull, ...compareLists(old, now, path)];
  };
  const comparePlain = (was: Side, is: Side, path: readonly string[]): readonly Reason[] => {
    const leaf = compareLeaf(was.schema, is.schema, path);
    const conditions = compareConditions(was, is, path, compare);
    const members = compareMembers(was, is, path, { ...after, compare });
    const defaults = hasMembers(is.schema)
      ? []
      : compareDefaults(was.value, is.value, path, { ...after, ...is.schema, hasSchema: true });
    return [...leaf, ...conditions, ...members, ...defaults];
  };
  /** Each form that was taken must be taken by one of the forms now. */
  const compareLists = (
    was: readonly Side[],
    is: readonly Side[],
    path: readonly string[],
  ): readonly Reason[] => {
    const takes = (forms: readonly Side[], one: Side): boolean =>
      forms.some((form) => !comparePlain(one, form, path).some(({ level }) => level === 'major'));
    const name = `the value ${printPath(path)}`;
    return [
      ...(was.every((one) => takes(is, one))
        ? []
        : [reason('value-narrowed', `${name} no longer takes one of its forms`)]),
      ...(is.every((one) => takes(was, one))
        ? []
        : [reason('value-widened', `${name} takes another form`)]),
    ];
  };
  return [...compare(side(before), side(after), []), ...compareRules(before.schema, after.schema)];
};

const hasMembers = ({ properties }: JsonSchema): boolean => isObject(properties);

const nonNull = (forms: readonly Side[]): readonly [readonly Side[], boolean] => {
  const others = forms.filter(({ schema }) => schema.type !== 'null');
  return [others, others.length < forms.length];
};
