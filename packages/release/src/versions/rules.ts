import { highest, type Level } from './level.ts';

/** A change of a chart, with the level that it has and what it means, in plain words. */
export interface Reason {
  readonly rule: RuleId;
  readonly level: Exclude<Level, 'none'>;
  readonly sentence: string;
}

/** What can change. */
export type RuleId =
  | 'value-removed'
  | 'value-split'
  | 'value-renamed'
  | 'value-required'
  | 'value-narrowed'
  | 'value-undecided'
  | 'value-added'
  | 'value-widened'
  | 'value-deprecated'
  | 'default-changed'
  | 'immutable-default'
  | 'schema-added'
  | 'value-described'
  | 'chart-renamed'
  | 'chart-type'
  | 'kubernetes-narrowed'
  | 'kubernetes-widened'
  | 'dependency-removed'
  | 'dependency-major'
  | 'dependency-changed'
  | 'application-version'
  | 'chart-deprecated'
  | 'chart-described'
  | 'data-removed'
  | 'address-removed'
  | 'object-removed'
  | 'immutable-field'
  | 'object-added'
  | 'image-changed'
  | 'object-changed'
  | 'file-changed';

interface VersionRule {
  readonly level: Exclude<Level, 'none'>;
  /** What changed. */
  readonly change: string;
  /** Why it has this level. */
  readonly why: string;
}

const refused = 'Values that were valid are refused, so the upgrade fails.';
const unread = 'Values that somebody sets have no effect any more, or are refused.';
const more = 'Everything that was valid stays valid.';
const text = 'The cluster does not see it.';

/** What decides between major, minor and patch. The highest level of all changes is that of the chart. */
export const rules: Readonly<Record<RuleId, VersionRule>> = {
  'value-removed': { level: 'major', change: 'a value is removed', why: unread },
  'value-split': {
    level: 'major',
    change: 'a part of a value moves to a new value beside it, as the registry of an image',
    why: 'Who has set the value gets the default of the new one added to it.',
  },
  'value-renamed': {
    level: 'minor',
    change: 'a value is renamed with `renamedFrom`',
    why: 'The old name still works.',
  },
  'value-required': {
    level: 'major',
    change: 'a value without a default must be set',
    why: refused,
  },
  'value-narrowed': {
    level: 'major',
    change: 'a value takes less: type, enum, limits, pattern, members, items, forms, rules',
    why: refused,
  },
  'value-undecided': {
    level: 'major',
    change: 'a pattern or a condition of a value differs',
    why: 'Whether values that were valid are refused cannot be decided, so they may be.',
  },
  'value-added': { level: 'minor', change: 'a value is added that need not be set', why: more },
  'value-widened': { level: 'minor', change: 'a value takes more', why: more },
  'value-deprecated': { level: 'minor', change: 'a value is deprecated', why: more },
  'default-changed': {
    level: 'minor',
    change: 'a default differs',
    why: 'Who has not set the value gets other objects.',
  },
  'immutable-default': {
    level: 'major',
    change: 'the default of a value differs that cannot be changed after the installation',
    why: 'Who has not set the value changes it with the upgrade.',
  },
  'schema-added': { level: 'minor', change: 'the chart has a values schema now', why: more },
  'value-described': { level: 'patch', change: 'a description differs', why: text },
  'chart-renamed': {
    level: 'major',
    change: 'the chart has another name',
    why: 'Its address and its objects have another name.',
  },
  'chart-type': {
    level: 'major',
    change: 'the chart has another `type` or `apiVersion`',
    why: 'Helm installs it in another way, or an older Helm not at all.',
  },
  'kubernetes-narrowed': {
    level: 'major',
    change: '`kubeVersion` excludes a version of Kubernetes that it allowed',
    why: 'Helm refuses the upgrade on such a cluster.',
  },
  'kubernetes-widened': { level: 'minor', change: '`kubeVersion` allows more', why: more },
  'dependency-removed': {
    level: 'major',
    change: 'a dependency is removed',
    why: 'Its objects are deleted, and its values have no effect.',
  },
  'dependency-major': {
    level: 'major',
    change: 'a dependency has another major version (before 1.0.0: minor version)',
    why: 'It may refuse values, or change objects, that this chart passes on.',
  },
  'dependency-changed': {
    level: 'minor',
    change: 'a dependency is added, or has another version or condition',
    why: 'It installs other objects.',
  },
  'application-version': {
    level: 'minor',
    change: '`appVersion` differs',
    why: 'The application itself is another one.',
  },
  'chart-deprecated': { level: 'minor', change: 'the chart is deprecated', why: more },
  'chart-described': { level: 'patch', change: 'other fields of Chart.yaml differ', why: text },
  'data-removed': {
    level: 'major',
    change:
      'an object with data is removed or renamed: PersistentVolume, PersistentVolumeClaim, StatefulSet, Secret, CustomResourceDefinition, Namespace',
    why: 'Helm deletes it, and the data may go with it.',
  },
  'address-removed': {
    level: 'major',
    change:
      'an object that others name is removed or renamed: Service, ServiceAccount, StorageClass, IngressClass, PriorityClass, or a port of a Service',
    why: 'Clients and objects of other charts do not find it any more.',
  },
  'object-removed': {
    level: 'minor',
    change: 'another object, also a ConfigMap, or a container is removed or renamed',
    why: 'Only the pods of the same chart use it, and Helm updates them together.',
  },
  'immutable-field': {
    level: 'major',
    change: 'a field that the API server does not change differs',
    why: 'The API server rejects the upgrade until the object is deleted.',
  },
  'object-added': {
    level: 'minor',
    change: 'an object or a container is added',
    why: 'The cluster runs more.',
  },
  'image-changed': {
    level: 'minor',
    change: 'a container has another image',
    why: 'It runs another program.',
  },
  'object-changed': {
    level: 'patch',
    change: 'other fields of an object differ',
    why: 'Helm updates the object in place.',
  },
  'file-changed': {
    level: 'patch',
    change: 'README, notes or other files differ',
    why: text,
  },
};

/** A change under a rule. */
export const reason = (rule: RuleId, sentence: string): Reason => ({
  rule,
  level: rules[rule].level,
  sentence,
});

/** The changes with the highest level first, each once. */
export const sorted = (reasons: readonly Reason[]): readonly Reason[] => {
  const once = [...new Map(reasons.map((one) => [one.sentence, one])).values()];
  return (['major', 'minor', 'patch'] as const).flatMap((level) =>
    once.filter((one) => one.level === level),
  );
};

/** The level of all changes together. */
export const levelOf = (reasons: readonly Reason[]): Level =>
  highest(reasons.map(({ level }) => level));
