import { undecodable } from '@helm-charts/engine';
import { type Finding, pointerOf, printObjectId } from '@helm-charts/types';

/** The findings of the API server's rules, and those of everything else. */
export interface Findings {
  readonly api: readonly Finding[];
  readonly others: readonly Finding[];
}

/**
 * Keeps one finding for each field. The schema of a kind and the rules of this project win over the API server, since
 * they name similar fields, all wrong values at once, and what to do. The API server wins where it names the version that
 * it serves instead of an unknown kind, and where the schema only quotes a pattern.
 */
export const withoutRepeats = ({ api, others }: Findings): Findings => {
  const known = byObject(others.filter(({ severity }) => severity === 'error'));
  const errors = byObject(api.filter(({ severity }) => severity === 'error'));
  const kept = api.filter((finding) => {
    const same = known.get(keyOf(finding)) ?? [];
    if (finding.severity === 'warning' && errors.get(keyOf(finding))?.some(isNear(finding))) {
      return false;
    }
    if (isUnserved(finding) && same.some(({ rule }) => rule === 'api-not-served')) return false;
    if (isUndecoded(finding) && same.some(({ rule }) => rule === 'schema')) return false;
    const wins = (other: Finding) => isPattern(other) && isAtSame(finding, other);
    return !same.some((other) => isSame(finding, other) && !wins(other));
  });
  const said = byObject(kept);
  const notServed = new Set(api.filter(isUnserved).map(keyOf));
  return {
    api: kept,
    others: others.filter(
      (finding) =>
        (finding.rule !== 'unknown-kind' || !notServed.has(keyOf(finding))) &&
        !(finding.rule === 'schema' && known.get(keyOf(finding))?.some(explains(finding))) &&
        !(isPattern(finding) && said.get(keyOf(finding))?.some((one) => isAtSame(one, finding))),
    ),
  };
};

const keyOf = ({ object }: Finding): string =>
  object === undefined ? '' : `${object.apiVersion} ${printObjectId(object)}`;

const byObject = (findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> => {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings.filter(({ object }) => object !== undefined)) {
    const key = keyOf(finding);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return groups;
};

/** Whether a finding only quotes the pattern of a schema. */
const isPattern = ({ rule, message }: Finding): boolean =>
  rule === 'schema' && message.includes('does not match pattern');

const isAtSame = (a: Finding, b: Finding): boolean =>
  a.pointer !== undefined && a.pointer === b.pointer;

/** A rule of this project says more of the same field than its schema. */
const explains =
  (finding: Finding) =>
  (other: Finding): boolean =>
    other.rule !== 'schema' && isAtSame(finding, other);

/** The API server does not serve the version of the object at all. */
const isUnserved = ({ pointer, message }: Finding): boolean =>
  !pointer && message.includes('does not serve');

const isUndecoded = ({ message }: Finding): boolean => message.startsWith(undecodable);

/** Whether another finding says the same of a field. */
const isSame = (finding: Finding, other: Finding): boolean => {
  if (other.rule === 'schema') {
    // For an entry of a list, the API server names the list.
    if (finding.message.startsWith('Unsupported value')) return isNear(finding)(other);
    return fieldsOf(other).includes(finding.pointer ?? '');
  }
  if (other.rule === 'chart') return isAtSame(finding, other);
  // The API server names no field.
  if (other.rule === 'object-size') return finding.message.startsWith('Too long');
  return sameRules.has(other.rule) && isNear(finding)(other);
};

/** Rules that say what the API server says, too. */
const sameRules: ReadonlySet<string> = new Set(['list-duplicate', 'immutable-field', 'namespace']);

/** Whether one of two findings is about the field of the other one, or about a part of it. */
const isNear =
  ({ pointer = '' }: Finding) =>
  ({ pointer: other = '' }: Finding): boolean =>
    `${pointer}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${pointer}/`);

/** The fields of a finding of a schema: a missing or an unknown property is named in the message. */
const fieldsOf = ({ pointer = '', message }: Finding): readonly string[] => {
  const names = /^(missing|additional) propert(y|ies) /.test(message)
    ? [...message.matchAll(/'([^']*)'/g)].map(([, name = '']) => name)
    : [];
  return names.length === 0 ? [pointer] : names.map((name) => `${pointer}${pointerOf([name])}`);
};
