import { isDeepStrictEqual } from 'node:util';
import { type Reason, reason } from './rules.ts';
import { isObject, printPath, shown } from './schema.ts';

/** What is known about a value beside its default. */
export interface Context {
  /** Whether a schema says which values there are. Without one, values.yaml does. */
  readonly hasSchema: boolean;
  /** The value must not change after the installation. */
  readonly isImmutable?: boolean;
  /** Whether no template reads a value any more. */
  readonly isUnread: (path: readonly string[]) => boolean;
}

/** What differs between the defaults of a value. */
export const compareDefaults = (
  was: unknown,
  is: unknown,
  path: readonly string[],
  context: Context,
): readonly Reason[] => {
  if (isDeepStrictEqual(was, is)) return [];
  const name = `the value ${printPath(path)}`;
  if (isObject(was) && isObject(is)) {
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) =>
      key in was && key in is
        ? [
            ...splitValue(was, is, key, path),
            ...compareDefaults(was[key], is[key], [...path, key], context),
          ]
        : key in is
          ? addedDefault(is[key], [...path, key], context)
          : removedDefault(was[key], [...path, key], context),
    );
  }
  if (
    !context.hasSchema &&
    typeOf(was) !== undefined &&
    typeOf(is) !== undefined &&
    typeOf(was) !== typeOf(is)
  ) {
    return [reason('value-narrowed', `${name} has the type ${typeOf(is)}, was ${typeOf(was)}`)];
  }
  const rule = context.isImmutable === true ? 'immutable-default' : 'default-changed';
  const now = is === undefined ? 'no default' : `the default ${shown(is)}`;
  return [reason(rule, `${name} has ${now}, was ${shown(was)}`)];
};

/** What a value is without a schema. Nothing follows from null, and from an empty map or list: either is set by `--set` alike. */
const typeOf = (value: unknown): string | undefined => {
  if (value === null || value === undefined || value === '') return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : 'list';
  if (isObject(value)) return Object.keys(value).length === 0 ? undefined : 'map';
  // A template prints a number as it prints a text.
  return typeof value === 'boolean' ? 'boolean' : 'text';
};

const addedDefault = (
  is: unknown,
  path: readonly string[],
  { hasSchema }: Context,
): readonly Reason[] => {
  const text = isObject(is) || is === undefined ? '' : ` with the default ${shown(is)}`;
  return [
    hasSchema
      ? reason(
          'default-changed',
          `the value ${printPath(path)} has the default ${shown(is)}, was not set`,
        )
      : reason('value-added', `the value ${printPath(path)} is added${text}`),
  ];
};

/** Without a schema a value is gone if no template reads it any more; otherwise only its default is. */
const removedDefault = (
  was: unknown,
  path: readonly string[],
  { hasSchema, isUnread }: Context,
): readonly Reason[] =>
  hasSchema || !isUnread(path)
    ? [reason('default-changed', `the value ${printPath(path)} has no default, was ${shown(was)}`)]
    : [reason('value-removed', `the value ${printPath(path)} is removed`)];

type Members = Readonly<Record<string, unknown>>;

/** `quay.io/web` becomes `quay.io` and `web`: who has set the value before sets only a part of it now. */
export const splitValue = (
  was: Members,
  is: Members,
  key: string,
  path: readonly string[],
): readonly Reason[] => {
  const [whole, rest] = [was[key], is[key]];
  if (typeof whole !== 'string' || typeof rest !== 'string' || rest === '') return [];
  const other = Object.keys(is).find((name) => {
    const part = is[name];
    if (name in was || typeof part !== 'string' || part === '') return false;
    // An image without a registry is one of Docker Hub.
    return (
      /^\W$/.test(whole.replace(part, '').replace(rest, '')) ||
      (key === 'repository' && name === 'registry')
    );
  });
  return other === undefined
    ? []
    : [
        reason(
          'value-split',
          `a part of the value ${printPath([...path, key])} is now the value ${printPath([...path, other])}`,
        ),
      ];
};
