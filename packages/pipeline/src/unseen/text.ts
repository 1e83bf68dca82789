import { defaultTarget } from '@helm-charts/kubernetes';
import { groupBy, type UnseenReason } from '@helm-charts/types';
import { count } from '../report.ts';
import type { Unseen } from './unseen.ts';

/**
 * What was not looked at, for the end of a summary: `; not rendered: 3 releases whose chart is not available locally (run
 * helm-charts fetch); not evaluated: 1 ResourceSet`. Empty if everything was.
 */
export const unseenText = (unseen: readonly Unseen[]): string =>
  (['rendered', 'validated', 'evaluated'] as const)
    .map((what) => ({ what, some: unseen.filter((one) => one.what === what) }))
    .filter(({ some }) => some.length > 0)
    .map(({ what, some }) => `; not ${what}: ${reasonsOf(some)}`)
    .join('');

const reasonsOf = (unseen: readonly Unseen[]): string =>
  [...groupBy(unseen, ({ reason }) => reason)]
    .map(([reason, some]) => texts[reason](deduplicated(some)))
    .join(', ');

/** A release with several encrypted values is one. */
const deduplicated = (unseen: readonly Unseen[]): readonly Unseen[] => [
  ...new Map(
    unseen.map((one) => {
      const { object, subject, position } = one;
      // Lines of a file distinguish what is no object, for instance remote bases.
      const line = object === undefined ? position?.line : undefined;
      return [`${object?.apiVersion} ${subject} ${position?.file}:${line}`, one];
    }),
  ).values(),
];

/** The texts of the reasons. A hint says which command helps. */
const texts: Readonly<Record<UnseenReason, (unseen: readonly Unseen[]) => string>> = {
  error: (unseen) => `${things(unseen)} with errors`,
  chart: (unseen) =>
    `${things(unseen)} whose chart is not available locally (run helm-charts fetch)`,
  source: (unseen) => `${things(unseen)} from another repository`,
  artifact: (unseen) => `${things(unseen)} from an artifact that is not simulated`,
  'remote-base': ({ length }) => `${count(length, 'remote base')} (run helm-charts fetch)`,
  'remote-part': ({ length }) =>
    `parts of ${count(length, 'kustomization')} that need a remote base (run helm-charts fetch)`,
  suspended: (unseen) => things(unseen, 'suspended '),
  schema: (unseen) => withoutSchema(unseen),
  validator: ({ length }) => `${count(length, 'object')} without a validator`,
  types: () => 'the types of the sources (install TypeScript)',
  'left-out': ({ length }) => `${count(length, 'object')} that Flux does not apply`,
  'api-server': ({ length }) => `${count(length, 'object')} by the rules of the API server`,
  'api-server-version': ([one]) =>
    `the rules of the API server of ${one?.subject} (those of Kubernetes ${defaultTarget.kubernetes.name} were used)`,
  generator: (unseen) => things(unseen),
  'in-cluster': (unseen) => `${things(unseen)} with values that only the cluster has`,
  encrypted: (unseen) => `${things(unseen)} with encrypted values`,
  rules: () => 'the rules',
};

/** `3 releases and 1 Kustomization`. */
const things = (unseen: readonly Unseen[], adjective = ''): string =>
  [...groupBy(unseen, nounOf)]
    .map(([noun, { length }]) => count(length, `${adjective}${noun}`))
    .join(' and ');

const nounOf = ({ object, subject }: Unseen): string =>
  object === undefined ? (subject.split(' ')[0] ?? '') : (nouns[object.kind] ?? object.kind);

const nouns: Readonly<Record<string, string>> = { HelmRelease: 'release' };

const withoutSchema = (unseen: readonly Unseen[]): string => {
  const kinds = groupBy(unseen, ({ object }) => `${object?.apiVersion} ${object?.kind}`);
  const byNumber = [...kinds.values()].toSorted((a, b) => b.length - a.length);
  const names = [...new Set(byNumber.map(([one]) => one?.object?.kind))];
  const shown = names.length > mostNames ? [...names.slice(0, mostNames), '…'] : names;
  const number = kinds.size > 1 ? ` of ${kinds.size} kinds` : '';
  return `${count(unseen.length, 'object')}${number} without a schema (${shown.join(', ')}; run helm-charts schemas add)`;
};

/** The line stays short enough to read. */
const mostNames = 3;
