import { isObject } from '@helm-charts/kubernetes';
import { pointerOf } from '@helm-charts/types';

/**
 * Returns the JSON Pointer of a field that the API server names, for instance
 * `spec.ports[0].name` (k8s.io/apimachinery pkg/util/validation/field/path.go). Keys of maps may
 * contain dots, so each part is looked up in the object.
 */
export const pointerIn = (object: unknown, path: string): string => {
  const keys: string[] = [];
  let value: unknown = object;
  for (let parts = partsOf(path); parts.length > 0; ) {
    const count = lengthOfKey(value, parts);
    const key = parts
      .slice(0, count)
      .map(({ text }) => text)
      .join('.');
    keys.push(key);
    value = childOf(value, key);
    parts = parts.slice(count);
  }
  return pointerOf(keys);
};

/** One name of a path, or what stands in brackets. */
interface Part {
  readonly text: string;
  readonly isName: boolean;
}

const partsOf = (path: string): readonly Part[] =>
  [...path.matchAll(/\[([^\]]*)\]|([^.[]+)/g)].map(([, key, name]) => ({
    text: key ?? name ?? '',
    isName: name !== undefined,
  }));

/** How many parts make the key of a value: `metadata.annotations.example.com/a` has one of two. */
const lengthOfKey = (value: unknown, parts: readonly Part[]): number => {
  const end = parts.findIndex(({ isName }) => !isName);
  const names = parts.slice(0, end < 0 ? parts.length : end).map(({ text }) => text);
  const counts = names.map((_, index) => index + 1);
  const known = counts.find(
    (count) => childOf(value, names.slice(0, count).join('.')) !== undefined,
  );
  return known ?? 1;
};

const childOf = (value: unknown, key: string): unknown => {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
};
