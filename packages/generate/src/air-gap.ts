import {
  type AirGap,
  airGapFolders,
  type FluxObject,
  type NetworkPolicy,
  type Profile,
} from '@helm-charts/types';
import {
  component,
  generatedBy,
  kustomization,
  nameReference,
  objects,
  valuesFile,
} from './kustomize.ts';
import { yaml } from './yaml.ts';

/** The files of the air-gapped variant: a kustomize component that only changes the sources of the charts. */
export const airGapFiles = (
  { namespaces: _, repositories, releases }: Profile,
  { source, kustomizations, charts, values }: AirGap,
  policies?: readonly NetworkPolicy[],
): Readonly<Record<string, string>> => {
  const replaced = releases.filter(({ helmRelease }) => nameOf(helmRelease) in values);
  const gone: readonly FluxObject[] = [
    ...repositories,
    ...replaced.flatMap(({ objects }) => objects),
  ];
  return {
    [`${airGapFolders.root}/kustomization.yaml`]: kustomization({
      resources: [
        '../platform',
        ...(policies ? ['network-policies.yaml'] : []),
        'source.yaml',
        'kustomizations.yaml',
      ],
    }),
    ...(policies && { [`${airGapFolders.root}/network-policies.yaml`]: objects(policies) }),
    [`${airGapFolders.root}/charts.lock.json`]: lockOf(Object.values(charts)),
    [`${airGapFolders.root}/source.yaml`]: objects([source]),
    [`${airGapFolders.root}/kustomizations.yaml`]: objects(kustomizations),
    [`${airGapFolders.releases}/kustomization.yaml`]: kustomization({
      resources: ['../releases'],
      components: ['../components/airgap'],
    }),
    'components/airgap/charts.yaml': objects(Object.values(charts)),
    'components/airgap/kustomizeconfig.yaml': nameReference,
    ...Object.fromEntries(
      Object.entries(values).map(([release, overlay]) => [
        `components/airgap/${release}.yaml`,
        valuesFile(overlay, `charts/${chartOf(charts[release])}`),
      ]),
    ),
    'components/airgap/kustomization.yaml': component({
      resources: ['charts.yaml'],
      configMapGenerator: replaced.map(({ helmRelease, valuesNames }) => ({
        name: valuesNames.name,
        namespace: helmRelease.metadata?.namespace,
        behavior: 'replace',
        files: [`${valuesNames.key}=${nameOf(helmRelease)}.yaml`],
      })),
      configurations: ['kustomizeconfig.yaml'],
      patches: [
        ...Object.values(charts).map((chart) => ({
          target: { kind: 'HelmRelease', name: nameOf(chart) },
          patch: yaml([
            { op: 'remove', path: '/spec/chart' },
            {
              op: 'add',
              path: '/spec/chartRef',
              value: {
                kind: chart.kind,
                name: nameOf(chart),
                namespace: chart.metadata?.namespace,
              },
            },
          ]),
        })),
        ...gone.map(({ apiVersion, kind, metadata }) => ({
          patch: yaml({
            $patch: 'delete',
            apiVersion,
            kind,
            metadata: { name: metadata?.name, namespace: metadata?.namespace },
          }),
        })),
      ],
    }),
  };
};

const nameOf = ({ metadata }: FluxObject): string => metadata?.name ?? '';

/** The lock file that maps the charts of the registry to this workspace, for a render without network. */
const lockOf = (charts: readonly AirGap['source'][]): string => {
  const entries = charts.map((repository) => {
    const name = chartOf(repository);
    const { url, ref } = repository.spec ?? {};
    return { source: url, name, version: ref?.tag, path: `charts/${name}` };
  });
  return `${JSON.stringify({ $comment: generatedBy, charts: entries }, undefined, 2)}\n`;
};

/** The last part of `oci://registry/charts/<chart>`. */
const chartOf = (repository: AirGap['source'] | undefined): string =>
  repository?.spec?.url.split('/').at(-1) ?? '';
