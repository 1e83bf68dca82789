import type { FluxObject, InstalledRelease, NetworkPolicy, Profile } from '@helm-charts/types';
import { airGapFiles } from './air-gap.ts';
import type { GeneratedFile } from './chart.ts';
import { kustomization, nameReference, objects, valuesFile } from './kustomize.ts';

/** The NetworkPolicies of a profile and of its air-gapped variant. */
export interface NetworkPolicies {
  readonly online: readonly NetworkPolicy[];
  /** Empty if the profile has no such variant. */
  readonly airGapped: readonly NetworkPolicy[];
}

/** Generates all files of a profile, sorted by path, for kustomize and Flux. */
export const generateProfile = (
  profile: Profile,
  policies?: NetworkPolicies,
): readonly GeneratedFile[] => {
  const { namespaces, source, repositories, kustomizations, releases } = profile;
  const names = releases.map(({ helmRelease }) => helmRelease.metadata?.name ?? '');
  const hasRepositories = repositories.length > 0;
  const files: Record<string, string> = {
    'kustomization.yaml': kustomization({
      resources: ['platform', ...(policies ? ['network'] : []), 'flux'],
    }),
    ...(policies && {
      'network/kustomization.yaml': kustomization({ resources: ['policies.yaml'] }),
      'network/policies.yaml': objects(policies.online),
    }),
    'platform/kustomization.yaml': kustomization({ resources: ['namespaces.yaml'] }),
    'platform/namespaces.yaml': objects(namespaces),
    'flux/kustomization.yaml': kustomization({ resources: ['source.yaml', 'kustomizations.yaml'] }),
    'flux/source.yaml': objects([source]),
    'flux/kustomizations.yaml': objects(kustomizations),
    'releases/kustomization.yaml': kustomization({
      resources: [...(hasRepositories ? ['../sources'] : []), ...names.toSorted()],
    }),
    ...(hasRepositories && {
      'sources/kustomization.yaml': kustomization({ resources: ['repositories.yaml'] }),
      'sources/repositories.yaml': objects(repositories),
    }),
    ...Object.assign({}, ...releases.map(releaseFiles)),
    ...(profile.airGap && airGapFiles(profile, profile.airGap, policies?.airGapped)),
  };
  return Object.entries(files)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => ({ path, content }));
};

const releaseFiles = (release: InstalledRelease): Readonly<Record<string, string>> => {
  const { helmRelease, values, valuesNames, objects: beside } = release;
  const { name = '', namespace = '' } = helmRelease.metadata ?? {};
  const folder = `releases/${name}`;
  const more: readonly FluxObject[] = beside;
  return {
    [`${folder}/helmrelease.yaml`]: objects([helmRelease]),
    ...(more.length > 0 && { [`${folder}/objects.yaml`]: objects(more) }),
    [`${folder}/values.yaml`]: valuesFile(values, localChart(release)),
    [`${folder}/kustomizeconfig.yaml`]: nameReference,
    [`${folder}/kustomization.yaml`]: kustomization({
      resources: ['helmrelease.yaml', ...(more.length > 0 ? ['objects.yaml'] : [])],
      configMapGenerator: [
        {
          name: valuesNames.name,
          namespace,
          files: [`${valuesNames.key}=values.yaml`],
          // With this label, Flux reconciles as soon as the values change, not only at the interval.
          options: { labels: { 'reconcile.fluxcd.io/watch': 'Enabled' } },
        },
      ],
      configurations: ['kustomizeconfig.yaml'],
    }),
  };
};

/** The path of a chart of this workspace; undefined for a third-party chart, whose schema is not available. */
const localChart = ({ helmRelease }: InstalledRelease): string | undefined => {
  const chart = helmRelease.spec?.chart?.spec;
  return chart?.sourceRef.kind === 'GitRepository' ? chart.chart : undefined;
};
