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
  /** Whether a template contains the name of a value, or the names of a value and its parent with a dot between them. */
  readonly reads: (name: string) => boolean;
}

/** What differs between the values of two versions of a chart. */
export const compareValues = (before: Values, after: Values): readonly Reason[] => {
  /** A template that passes on a whole map names none of its members, so they are read before and after. */
  const isUnread = (path: readonly string[]): boolean => {
    const full = ['Values', ...path].slice(-2).join('.');
    const name = before.reads(full) ? full : (path.at(-1) ?? '');
    return before.reads(name) && !after.reads(name);
  };
  if (before.schema === undefined || after.schema === undefined) {
    return [
      ...ofSchema(before, after),
      ...compareDefaults(before.defaults, after.defaults, [], { isUnread, hasSchema: false }),
    ];
  }
  const side = ({ defaults, schema = {} }: Values): Side => ({
    schema: resolved(schema, schema),
    value: defaults,
    root: schema,
  });
  const hasSameDefinitions = ['definitions', '$defs'].every((key) =>
    isDeepStrictEqual(before.schema?.[key], after.schema?.[key]),
  );
  const isSame = (was: Side, is: Side): boolean =>
    isDeepStrictEqual(was.schema, is.schema) &&
    !hasMembers(was.schema) &&
    (hasSameDefinitions || !JSON.stringify(was.schema).includes('"$ref"'));
  const defaultsOf = (was: Side, is: Side, path: readonly string[]): readonly Reason[] =>
    // The default stands under the new name.
    'x-renamed-to' in is.schema
      ? []
      : compareDefaults(was.value, is.value, path, {
          isUnread,
          isImmutable: is.schema['x-immutable'] === true,
          hasSchema: true,
        });
  // A definition may refer to itself.
  const open = new Set<string>();
  const compare = (was: Side, is: Side, path: readonly string[]): readonly Reason[] => {
    if (isSame(was, is)) return defaultsOf(was, is, path);
    const key = JSON.stringify([was.schema, is.schema]);
    if (open.has(key)) return [];
    open.add(key);
    const reasons = compareForms(was, is, path);
    open.delete(key);
    return reasons;
  };
  const compareForms = (was: Side, is: Side, path: readonly string[]): readonly Reason[] => {
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
    const members = compareMembers(was, is, path, { isUnread, compare });
    const defaults = hasMembers(is.schema) ? [] : defaultsOf(was, is, path);
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

const ofSchema = (before: Values, after: Values): readonly Reason[] => {
  if (before.schema === after.schema) return [];
  return after.schema === undefined
    ? [reason('value-widened', 'the chart has no values schema any more')]
    : [reason('schema-added', 'the chart has a values schema')];
};

const hasMembers = ({ properties }: JsonSchema): boolean => isObject(properties);

const nonNull = (forms: readonly Side[]): readonly [readonly Side[], boolean] => {
  const others = forms.filter(({ schema }) => schema.type !== 'null');
  return [others, others.length < forms.length];
};
