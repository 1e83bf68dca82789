import { isFields } from './list.ts';
import type { KubernetesObject } from './object.ts';

/** Whether an object is what a request selects with `labelSelector` and `fieldSelector`. */
export const isSelected = (object: KubernetesObject, query: URLSearchParams): boolean =>
  requirements(query.get('labelSelector')).every((one) => hasLabel(object, one)) &&
  requirements(query.get('fieldSelector')).every((one) => hasField(object, one));

/** Commas separate requirements, but not the values of a set. */
const requirements = (selector: string | null): readonly string[] =>
  (selector ?? '').split(/,(?![^(]*\))/).filter((one) => one !== '');

const hasLabel = (object: KubernetesObject, requirement: string): boolean => {
  const labels = object.metadata.labels ?? {};
  const set = /^(\S+) (in|notin) \((.*)\)$/.exec(requirement);
  if (set !== null) {
    const [, key = '', operator, values = ''] = set;
    const isIn = values.split(',').some((value) => labels[key] === value.trim());
    return operator === 'in' ? isIn : !isIn;
  }
  const equal = /^([^!=]+)(!?)==?(.*)$/.exec(requirement);
  if (equal !== null) {
    const [, key = '', not, value] = equal;
    return (labels[key] === value) !== (not === '!');
  }
  return requirement.startsWith('!') ? !(requirement.slice(1) in labels) : requirement in labels;
};

const hasField = (object: KubernetesObject, requirement: string): boolean => {
  const [, path = '', not, wanted = ''] = /^([^!=]+)(!?)==?(.*)$/.exec(requirement) ?? [];
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (isFields(at) ? at[key] : undefined), object);
  return (String(value ?? '') === wanted) !== (not === '!');
};
