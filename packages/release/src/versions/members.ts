import { type JsonSchema, requiredOf } from '@helm-charts/types';
import { compareDefaults, type Context as Defaults, splitValue } from './defaults.ts';
import { type Reason, reason } from './rules.ts';
import { isObject, memberOf, printPath, type Side, shown } from './schema.ts';

interface Context extends Pick<Defaults, 'isUnread'> {
  readonly compare: (before: Side, after: Side, path: readonly string[]) => readonly Reason[];
}

/** What differs between the members, the items and the keys that two schemas of a value take. */
export const compareMembers = (
  before: Side,
  after: Side,
  path: readonly string[],
  context: Context,
): readonly Reason[] => {
  const [was, is] = [propertiesOf(before.schema), propertiesOf(after.schema)];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  // A condition names required members that it does not describe.
  const onlyRequired = requiredOf(after.schema).filter((key) => !keys.includes(key));
  return [
    ...keys.flatMap((key) => {
      const at = [...path, key];
      const [old, now] = [was[key], is[key]];
      if (old === undefined) return added(memberOf(after, now, key), at, isRequired(after, key));
      if (now === undefined) return removed(memberOf(before, old, key), after, at);
      const [from, to] = [memberOf(before, old, key), memberOf(after, now, key)];
      return [
        ...renamed(from.schema, to.schema, at),
        ...(isRequired(after, key) && !isRequired(before, key) ? missing(to, at) : []),
        ...(isObject(before.value) && isObject(after.value)
          ? splitValue(before.value, after.value, key, path)
          : []),
        ...context.compare(from, to, at),
      ];
    }),
    ...onlyRequired
      .filter((key) => !isRequired(before, key))
      .flatMap((key) => missing(memberOf(after, {}, key), [...path, key])),
    ...compareOthers(before, after, path, context),
    ...(is === noProperties && was === noProperties
      ? []
      : loose(before, after, path, keys, context)),
    ...(before.schema.items !== undefined || after.schema.items !== undefined
      ? context.compare(
          memberOf(before, before.schema.items),
          memberOf(after, after.schema.items),
          [...path, '[]'],
        )
      : []),
  ];
};

const noProperties: Readonly<Record<string, unknown>> = {};

const propertiesOf = ({ properties }: JsonSchema): Readonly<Record<string, unknown>> =>
  isObject(properties) ? properties : noProperties;

const isRequired = ({ schema }: Side, key: string): boolean => requiredOf(schema).includes(key);

/** A value that has another name now stands in the schema under its old name, too. */
const renamed = (old: JsonSchema, now: JsonSchema, at: readonly string[]): readonly Reason[] => {
  const to = now['x-renamed-to'];
  return typeof to === 'string' && old['x-renamed-to'] === undefined
    ? [reason('value-renamed', `the value ${printPath(at)} is now ${to}; the old name still works`)]
    : [];
};

const added = (side: Side, path: readonly string[], isNeeded: boolean): readonly Reason[] => {
  const lacks = isNeeded ? missing(side, path) : [];
  if (lacks.length > 0) return lacks;
  // Its old name is reported.
  if ('x-renamed-from' in side.schema || 'x-renamed-to' in side.schema) return [];
  const isSimple = !isObject(side.value) && side.value !== undefined;
  const text = isSimple ? ` with the default ${shown(side.value)}` : '';
  return [reason('value-added', `the value ${printPath(path)} is added${text}`)];
};

/** The values that must be set and have no default. */
const missing = (side: Side, path: readonly string[]): readonly Reason[] => {
  if (side.value === undefined)
    return [
      reason('value-required', `the value ${printPath(path)} must be set and has no default`),
    ];
  return Object.entries(propertiesOf(side.schema)).flatMap(([key, member]) =>
    isRequired(side, key) ? missing(memberOf(side, member, key), [...path, key]) : [],
  );
};

const removed = (old: Side, after: Side, path: readonly string[]): readonly Reason[] => {
  const to = old.schema['x-renamed-to'];
  if (typeof to === 'string')
    return [
      reason('value-removed', `the value ${printPath(path)}, the old name of ${to}, is removed`),
    ];
  const other = after.schema.additionalProperties;
  // A map takes the key as one of its own.
  if (isObject(other) || (other === true && old.value === undefined)) return [];
  return [reason('value-removed', `the value ${printPath(path)} is removed`)];
};

/** Keys that a schema does not name. */
const compareOthers = (
  before: Side,
  after: Side,
  path: readonly string[],
  { compare }: Context,
): readonly Reason[] => {
  const [was, is] = [before.schema.additionalProperties, after.schema.additionalProperties];
  const name = `the value ${printPath(path)}`;
  const names =
    before.schema.propertyNames === undefined && after.schema.propertyNames === undefined
      ? []
      : compare(
          memberOf(before, before.schema.propertyNames),
          memberOf(after, after.schema.propertyNames),
          [...path, 'keys'],
        );
  if (was === is) return names;
  if (is === false)
    return [...names, reason('value-narrowed', `${name} no longer takes other members`)];
  if (was === false) return [...names, reason('value-widened', `${name} takes other members, too`)];
  return [...names, ...compare(memberOf(before, was), memberOf(after, is), [...path, '*'])];
};

/** What values.yaml has beside the values that a schema names: the schema of many a chart names only some. */
const loose = (
  { value: was }: Side,
  { value: is }: Side,
  path: readonly string[],
  keys: readonly string[],
  { isUnread }: Context,
): readonly Reason[] => {
  if (!isObject(was) && !isObject(is)) return [];
  const others = (value: unknown) =>
    Object.fromEntries(
      Object.entries(isObject(value) ? value : {}).filter(([key]) => !keys.includes(key)),
    );
  return compareDefaults(others(was), others(is), path, { isUnread, hasSchema: false });
};
