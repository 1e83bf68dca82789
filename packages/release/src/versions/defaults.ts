import { isDeepStrictEqual } from 'node:util';
import { type Reason, reason } from './rules.ts';
import { isObject, printPath, shown } from './schema.ts';

export interface Reads {
  /** Whether a template contains a word: the name of a value. */
  readonly reads: (word: string) => boolean;
}

interface Context extends Reads {
  /** Whether a schema says which values there are. Without one, values.yaml does. */
  readonly hasSchema: boolean;
  /** The default must stay. */
  readonly 'x-immutable'?: unknown;
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
        ? compareDefaults(was[key], is[key], [...path, key], context)
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
  const rule = context['x-immutable'] === true ? 'immutable-default' : 'default-changed';
  return [reason(rule, `${name} has the default ${shown(is)}, was ${shown(was)}`)];
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
  { hasSchema, reads }: Context,
): readonly Reason[] =>
  hasSchema || reads(path.at(-1) ?? '')
    ? [reason('default-changed', `the value ${printPath(path)} has no default, was ${shown(was)}`)]
    : [reason('value-removed', `the value ${printPath(path)} is removed`)];
