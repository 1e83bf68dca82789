import { isDeepStrictEqual } from 'node:util';
import type { ClusterObject } from '@helm-charts/kubernetes';
import { stringAt } from '@helm-charts/kubernetes';
import { type Manifest, manifestId } from '@helm-charts/types';
import type { AirGapInput } from '../../context.ts';
import { fluxProblem, fluxProblemIf, problem } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';

/** What a profile without Internet leads to, and what it installs. */
export const airGapRules: readonly Rule[] = [
  {
    id: 'F15',
    scope: 'profile',
    summary: 'A profile without Internet has its sources from its own registry only.',
    source: 'Talos docs, Air-gapped Environments',
    check: ({ applied, airGap }) =>
      airGap === undefined
        ? []
        : applied.flatMap((manifest): readonly Problem[] => {
            const host = hostOf(stringAt(manifest, 'spec', 'url') ?? '');
            return [
              ...(manifest.kind === 'HelmRepository'
                ? [
                    fluxProblem(
                      manifest,
                      '',
                      `it is out of reach; take the chart from ${airGap.registry}`,
                    ),
                  ]
                : []),
              ...fluxProblemIf(
                manifest.apiVersion.startsWith('source.') &&
                  manifest.kind !== 'HelmRepository' &&
                  host !== hostOf(airGap.registry),
                manifest,
                'spec.url',
                `${host ?? 'it'} is out of reach; take it from ${airGap.registry}`,
              ),
            ];
          }),
  },
  {
    id: 'F15',
    scope: 'cluster',
    summary:
      'A profile without Internet installs what it installs with it, but for the charts that it replaces.',
    source: 'Flux docs, OCIRepository: only the version of a chart bears its digest',
    check: ({ objects, airGap }) => {
      if (airGap === undefined) return [];
      const own = objects.filter((object) => isCommon(object, airGap));
      const online = airGap.online.filter((object) => isCommon(object, airGap));
      return [
        ...unlike(own, online, 'with Internet there is none, or another one'),
        ...missing(online, own, 'without Internet there is none'),
      ];
    },
  },
];

/** Whether an object should be there in both variants: a release installs it whose chart is the same. */
const isCommon = ({ release }: ClusterObject, { replaced }: AirGapInput): boolean =>
  release !== undefined && !replaced.includes(release);

const unlike = (
  objects: readonly ClusterObject[],
  others: readonly ClusterObject[],
  what: string,
): readonly Problem[] => {
  const byId = new Map(others.map(({ manifest }) => [manifestId(manifest), comparable(manifest)]));
  return objects
    .filter(({ manifest }) => {
      const other = byId.get(manifestId(manifest));
      return !isDeepStrictEqual(other, comparable(manifest));
    })
    .map((object) => problem(object, '', `${what}; give both variants the same values`));
};

const missing = (
  objects: readonly ClusterObject[],
  others: readonly ClusterObject[],
  what: string,
): readonly Problem[] => {
  const ids = new Set(others.map(({ manifest }) => manifestId(manifest)));
  return objects
    .filter(({ manifest }) => !ids.has(manifestId(manifest)))
    .map((object) => problem(object, '', `${what}; give both variants the same values`));
};

/** Flux appends the digest of an artifact to the version of its chart, and so to this label. */
const comparable = ({ metadata, ...rest }: Manifest): unknown => {
  const { 'helm.sh/chart': _chart, ...labels } = metadata.labels ?? {};
  return { ...rest, metadata: { ...metadata, labels } };
};

const hostOf = (url: string): string | undefined => /^\w+:\/\/(?:[^@/]*@)?([^/:]+)/.exec(url)?.[1];
