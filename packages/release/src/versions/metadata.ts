import { isDeepStrictEqual } from 'node:util';
import semver from 'semver';
import { type Reason, reason } from './rules.ts';

/** What versions read of a Chart.yaml. */
export interface Metadata {
  readonly apiVersion?: string;
  readonly name?: string;
  readonly version?: string;
  readonly type?: string;
  readonly appVersion?: string;
  readonly kubeVersion?: string;
  readonly deprecated?: boolean;
  readonly dependencies?: readonly Dependency[];
  readonly [field: string]: unknown;
}

interface Dependency {
  readonly name?: string;
  readonly alias?: string;
  readonly version?: string;
  readonly [field: string]: unknown;
}

/** What differs between two Chart.yaml, apart from the version. */
export const compareMetadata = (before: Metadata, after: Metadata): readonly Reason[] => [
  ...(before.name === after.name
    ? []
    : [reason('chart-renamed', `the chart is ${after.name}, was ${before.name}`)]),
  ...compareType(before, after),
  ...compareKubernetes(before.kubeVersion, after.kubeVersion),
  ...compareDependencies(before.dependencies ?? [], after.dependencies ?? []),
  ...(before.appVersion === after.appVersion
    ? []
    : [
        reason(
          'application-version',
          `the application has version ${after.appVersion}, was ${before.appVersion}`,
        ),
      ]),
  ...(after.deprecated === true && before.deprecated !== true
    ? [reason('chart-deprecated', 'the chart is deprecated')]
    : []),
  ...compareOthers(before, after),
];

const compareType = (before: Metadata, after: Metadata): readonly Reason[] => {
  const [was, is] = [before, after].map(
    ({ type = 'application', apiVersion }) => `${type} of apiVersion ${apiVersion}`,
  );
  return was === is ? [] : [reason('chart-type', `the chart is ${is}, was ${was}`)];
};

/** All versions that a range of Kubernetes may name. Masterminds/semver separates with a comma what npm separates with a space. */
const kubernetes = Array.from({ length: 60 }, (_, minor) =>
  [0, 99].map((patch) => `1.${minor}.${patch}`),
).flat();

const allowed = (range = '>=0.0.0-0'): ReadonlySet<string> => {
  const words = range.replaceAll(',', ' ');
  return new Set(
    kubernetes.filter((one) => semver.satisfies(one, words, { includePrerelease: true })),
  );
};

const compareKubernetes = (before?: string, after?: string): readonly Reason[] => {
  if (before === after) return [];
  const [was, is] = [allowed(before), allowed(after)];
  const texts = `${after ?? 'not set'}, was ${before ?? 'not set'}`;
  if ([...was].some((one) => !is.has(one)))
    return [reason('kubernetes-narrowed', `kubeVersion is ${texts}`)];
  return [...is].some((one) => !was.has(one))
    ? [reason('kubernetes-widened', `kubeVersion is ${texts}`)]
    : [];
};

const compareDependencies = (
  before: readonly Dependency[],
  after: readonly Dependency[],
): readonly Reason[] => {
  const keyed = (list: readonly Dependency[]) =>
    new Map(list.map((one) => [one.alias ?? one.name ?? '', one] as const));
  const [old, now] = [keyed(before), keyed(after)];
  const removed = [...old.keys()]
    .filter((name) => !now.has(name))
    .map((name) => reason('dependency-removed', `the dependency ${name} is removed`));
  const others = [...now].flatMap(([name, dependency]) => {
    const was = old.get(name);
    if (was === undefined)
      return [
        reason('dependency-changed', `the dependency ${name} ${dependency.version} is added`),
      ];
    if (was.version !== dependency.version) {
      const rule = isOtherMajor(was.version, dependency.version)
        ? 'dependency-major'
        : 'dependency-changed';
      return [
        reason(
          rule,
          `the dependency ${name} has version ${dependency.version}, was ${was.version}`,
        ),
      ];
    }
    return isDeepStrictEqual(was, dependency)
      ? []
      : [reason('dependency-changed', `the dependency ${name} has other settings`)];
  });
  return [...removed, ...others];
};

/** A range that cannot be read counts as another major version. */
const isOtherMajor = (before = '', after = ''): boolean => {
  const [was, is] = [before, after].map((range) =>
    semver.validRange(range) === null ? null : semver.minVersion(range),
  );
  if (was === null || was === undefined || is === null || is === undefined) return true;
  return was.major !== is.major || (was.major === 0 && was.minor !== is.minor);
};

/** Fields with a rule of their own, and the version, which is the answer. */
const known = new Set([
  'apiVersion',
  'name',
  'version',
  'type',
  'appVersion',
  'kubeVersion',
  'dependencies',
  'deprecated',
]);

const compareOthers = (before: Metadata, after: Metadata): readonly Reason[] => {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => !known.has(field) && !isDeepStrictEqual(before[field], after[field]),
  );
  return fields.length === 0
    ? []
    : [reason('chart-described', `Chart.yaml has another ${fields.join(', ')}`)];
};
