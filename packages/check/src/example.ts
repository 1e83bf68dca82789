import { type ClusterObject, model, stringAt } from '@helm-charts/kubernetes';
import { parseAllDocuments } from '@helm-charts/kubernetes/yaml';
import type { DataClaim, JsonObject, Manifest, ProfileSecret } from '@helm-charts/types';
import type { ChartFiles } from './chart-files.ts';
import type { CheckInput } from './context.ts';
import type { Surroundings } from './known/presence.ts';

/** A short input of a rule. */
export interface Example<Options = unknown> {
  /**
   * The objects that releases install, as YAML. The label `helm.toolkit.fluxcd.io/name`, which
   * helm-controller sets, names the release of an object; the default is `example`.
   */
  readonly objects?: string;
  /** The objects that kustomize-controller applies, as YAML. */
  readonly applied?: string;
  /** The files of each chart, by the name of the chart. */
  readonly charts?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly secrets?: readonly ProfileSecret[];
  readonly dataClaims?: readonly DataClaim[];
  /** What the cluster has besides the objects. */
  readonly surroundings?: Surroundings;
  readonly airGap?: {
    readonly registry: string;
    readonly online: string;
    readonly replaced?: readonly string[];
  };
  /** The previous release. */
  readonly previous?: Pick<Example, 'objects' | 'applied' | 'charts'>;
  /** The options of the rule set. */
  readonly options?: Options;
}

/** The input that an example describes. A string is the YAML of the objects of one release. */
export const inputOf = (example: string | Example): CheckInput => {
  const {
    secrets = [],
    dataClaims = [],
    surroundings = {},
    airGap,
    previous,
    ...rest
  }: Example = typeof example === 'string' ? { objects: example } : example;
  const objects = objectsOf(rest);
  const applied = objects.filter(({ release }) => release === undefined);
  return {
    cluster: {
      ...model(objects),
      flux: applied.map(({ manifest }) => manifest).filter(isFlux),
      releases: applied
        .map(({ manifest }) => manifest)
        .filter(({ kind }) => kind === 'HelmRelease')
        .map((helmRelease) => ({
          name: helmRelease.metadata.name,
          namespace: stringAt(helmRelease, 'spec', 'targetNamespace') ?? 'default',
          helmRelease,
          chartDirectory: `/charts/${helmRelease.metadata.name}`,
          // YAML is parsed to JSON values only.
          values: ((helmRelease.spec as JsonObject | undefined)?.values ?? {}) as JsonObject,
          dependsOn: [],
        })),
    },
    charts: chartsOf(rest),
    secrets,
    dataClaims,
    ...surroundings,
    ...(airGap && {
      airGap: {
        registry: airGap.registry,
        replaced: airGap.replaced ?? [],
        online: objectsOf({ objects: airGap.online }),
      },
    }),
    ...(previous && { previous: { charts: chartsOf(previous), objects: objectsOf(previous) } }),
  };
};

const isFlux = ({ apiVersion }: Manifest): boolean => apiVersion.includes('.fluxcd.io/');

const objectsOf = ({
  objects = '',
  applied = '',
}: Pick<Example, 'objects' | 'applied'>): readonly ClusterObject[] => [
  ...manifestsOf(applied).map((manifest) => ({ manifest, position: { file: 'applied.yaml' } })),
  ...manifestsOf(objects).map((manifest) => ({
    manifest,
    release: manifest.metadata.labels?.['helm.toolkit.fluxcd.io/name'] ?? 'example',
    position: { file: 'objects.yaml' },
  })),
];

const manifestsOf = (text: string): readonly Manifest[] =>
  parseAllDocuments(text).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const value = document.toJS() as Manifest | null;
    return value === null ? [] : [value];
  });

const chartsOf = ({ charts = {} }: Pick<Example, 'charts'>): readonly ChartFiles[] =>
  Object.entries(charts).map(([name, files]) => ({
    directory: `/charts/${name}`,
    path: `charts/${name}`,
    files,
  }));
