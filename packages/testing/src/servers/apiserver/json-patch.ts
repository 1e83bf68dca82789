import { isDeepStrictEqual } from 'node:util';
import { isFields, type Value } from './list.ts';
import { Refusal } from './status.ts';

/** A step of a JSON patch. */
interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: Value;
}

/** The steps of a JSON patch, in order. */
export type Operations = readonly Operation[];

/** A JSON patch (RFC 6902). Throws a Refusal for a test that does not hold and a path that is not there. */
export const jsonPatch = (value: Value, operations: Operations): Value =>
  operations.reduce<Value>((before, operation) => {
    const path = keys(operation.path);
    switch (operation.op) {
      case 'add':
        return put(before, path, operation.value, true);
      case 'replace':
        get(before, path);
        return put(before, path, operation.value, false);
      case 'remove':
        get(before, path);
        return remove(before, path);
      case 'copy':
        return put(before, path, get(before, keys(operation.from ?? '')), true);
      case 'move': {
        const from = keys(operation.from ?? '');
        return put(remove(before, from), path, get(before, from), true);
      }
      case 'test':
        if (isDeepStrictEqual(get(before, path), operation.value)) return before;
        throw invalid(`testing value ${operation.path} failed`);
      default:
        throw invalid(`unexpected kind of operation: ${operation.op}`);
    }
  }, value);

const keys = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

const get = (value: Value, path: readonly string[]): Value =>
  path.reduce<Value>((at, key) => {
    if (Array.isArray(at) && Number(key) < at.length) return at[Number(key)];
    if (isFields(at) && key in at) return at[key];
    throw invalid(`the path /${path.join('/')} does not exist`);
  }, value);

const put = (
  value: Value,
  [key, ...rest]: readonly string[],
  what: Value,
  inserts: boolean,
): Value => {
  if (key === undefined) return what;
  if (Array.isArray(value)) {
    const at = key === '-' ? value.length : Number(key);
    if (rest.length > 0) return value.with(at, put(value[at], rest, what, inserts));
    return value.toSpliced(at, inserts ? 0 : 1, what);
  }
  if (!isFields(value)) throw invalid(`the path to ${key} does not exist`);
  return { ...value, [key]: put(value[key], rest, what, inserts) };
};

const remove = (value: Value, [key = '', ...rest]: readonly string[]): Value => {
  if (Array.isArray(value)) {
    const at = Number(key);
    return rest.length > 0 ? value.with(at, remove(value[at], rest)) : value.toSpliced(at, 1);
  }
  if (!isFields(value)) return value;
  if (rest.length > 0) return { ...value, [key]: remove(value[key], rest) };
  const { [key]: _, ...others } = value;
  return others;
};

const invalid = (message: string): Refusal => new Refusal('Invalid', message);
