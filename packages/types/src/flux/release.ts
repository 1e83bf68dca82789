import type { IHelmRelease } from '@kubernetes-models/flux-cd/helm.toolkit.fluxcd.io/v2';
import type { IService } from 'kubernetes-models/v1';
import type { Chart } from '../chart.ts';
import type { Overlay } from '../values/overlay.ts';
import { isRemote, type RemoteChart } from './remote-chart.ts';

/** How a profile installs one of its charts. */
export interface ReleaseOptions<T> {
  /** Laid over the chart's defaults; a key that the chart doesn't have does not compile. */
  readonly values: Overlay<NoInfer<T>>;
  /** How long one installation or upgrade may take, for instance `10m`. */
  readonly timeout: string;
  /** Namespace of what the chart installs; unless set, the `targetNamespace` of the profile. */
  readonly namespace?: string;
  /** How often Flux compares the release with the cluster when nothing changes, `30m` unless set. */
  readonly interval?: string;
  /** Releases that must be ready first, in the same version of the profile. */
  readonly dependsOn?: readonly string[];
  /** The release owns data: it is not uninstalled when its object is pruned. */
  readonly keepsState?: boolean;
  /**
   * What Flux does with the `crds/` of the chart, on installation and on upgrade: `Skip` unless set, `Create` what is missing,
   * `CreateReplace` also what is there (helm-controller docs/spec/v2/helmreleases.md, CRDs). Helm alone never changes what is there.
   */
  readonly crds?: CrdPolicy;
  /** Objects that Flux applies beside the release, for instance a Service under a name that others know. */
  readonly objects?: readonly IService[];
  /** What the values of the chart can't say: changes of what it renders. */
  readonly patches?: readonly PostRendererPatch[];
}

/** What Flux does with the CustomResourceDefinitions of a chart. */
export type CrdPolicy = 'Skip' | 'Create' | 'CreateReplace';

/** A JSON 6902 patch of objects of a kind that a release renders (helm-controller docs, postRenderers). */
export interface PostRendererPatch {
  readonly kind: 'Deployment' | 'Job';
  /** Regular expression for the whole name of the objects; all objects of the kind if unset. */
  readonly name?: string;
  readonly add: Readonly<Record<string, unknown>>;
}

/** A chart as a profile installs it. T is the type of the values of the chart. */
export interface ProfileRelease<out T = unknown> {
  readonly chart: Pick<Chart, 'name' | 'version'> | RemoteChart;
  readonly values: Overlay<T>;
  readonly timeout: string;
  readonly namespace?: string;
  readonly interval: string;
  readonly dependsOn: readonly string[];
  readonly keepsState: boolean;
  readonly crds: CrdPolicy;
  readonly objects: readonly IService[];
  readonly patches: readonly PostRendererPatch[];
}

/** A release of a chart: its values are checked against the chart's own. */
export const install = <T>(
  chart: Chart<T> | RemoteChart<T>,
  options: ReleaseOptions<T>,
): ProfileRelease<T> => ({
  chart,
  interval: '30m',
  dependsOn: [],
  keepsState: false,
  crds: 'Skip',
  objects: [],
  patches: [],
  ...options,
});

/** Where releases and their values live, and which version of the profile they belong to. */
export interface ReleasePlace {
  readonly namespace: string;
  readonly targetNamespace: string;
  readonly source: {
    readonly kind: 'GitRepository';
    readonly name: string;
    readonly namespace: string;
  };
  readonly version: string;
  readonly values: ValuesNames;
  /** Whether its values name images of the profile. */
  readonly hasImages: boolean;
  /** Whether the site may set an address for users, which all releases read. */
  readonly hasAddress: boolean;
}

/** The ConfigMap with the address that a site has set, in the namespace of the releases. */
export const siteAddress = 'site-address';

/** What the ConfigMap of a release's values is called, before kustomize adds the hash of its content. */
export interface ValuesNames {
  readonly name: string;
  readonly key: string;
}

/** The HelmRelease of a release, with the fields that all releases of an unattended machine need. */
export const helmRelease = (
  name: string,
  { chart, timeout, namespace, interval, dependsOn, keepsState, crds, patches }: ProfileRelease,
  place: ReleasePlace,
): IHelmRelease => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: {
    name,
    namespace: place.namespace,
    ...(keepsState && { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } }),
  },
  spec: {
    interval,
    timeout,
    releaseName: name,
    targetNamespace: namespace ?? place.targetNamespace,
    maxHistory: 3,
    chart: {
      spec: isRemote(chart)
        ? {
            chart: chart.name,
            version: chart.version,
            interval: '12h',
            sourceRef: {
              kind: chart.repository.kind,
              name: chart.repository.metadata?.name ?? '',
              namespace: chart.repository.metadata?.namespace ?? '',
            },
          }
        : {
            chart: `./charts/${chart.name}`,
            reconcileStrategy: 'ChartVersion',
            sourceRef: place.source,
          },
    },
    ...(dependsOn.length > 0 && {
      dependsOn: dependsOn.map((dependency) => ({ name: dependency, readyExpr: lockstep })),
    }),
    install: { crds, createNamespace: false, strategy: retry },
    upgrade: { crds, cleanupOnFail: false, strategy: retry },
    waitStrategy: { name: 'poller' },
    driftDetection: {
      mode: 'warn',
      // A finished Job may be gone and a Secret may have been rotated: neither is drift.
      ignore: ['Job', 'Secret'].map((kind) => ({ paths: [''], target: { kind } })),
    },
    valuesFrom: [
      { kind: 'ConfigMap', name: place.values.name, valuesKey: place.values.key },
      // Between the two, so that the values of a site may still say otherwise for one release.
      ...(place.hasAddress && !isRemote(chart)
        ? [{ kind: 'ConfigMap' as const, name: siteAddress, optional: true }]
        : []),
      ...(place.hasImages
        ? [{ kind: 'ConfigMap' as const, name: `${name}-site-images`, optional: true }]
        : []),
      { kind: 'ConfigMap', name: `${name}-site-values`, optional: true },
    ],
    ...(patches.length > 0 && { postRenderers: [{ kustomize: { patches: patches.map(patch) } }] }),
    values: { global: { release: place.version } },
  },
});

const patch = ({ kind, name, add }: PostRendererPatch) => ({
  target: { kind, ...(name !== undefined && { name }) },
  patch: JSON.stringify(Object.entries(add).map(([path, value]) => ({ op: 'add', path, value }))),
});

/** Without a retry the first failure of an installation is the last (helm-controller internal/reconcile/atomic_release.go). */
const retry = { name: 'RetryOnFailure', retryInterval: '2m' } as const;

/**
 * A dependency is ready when it has the same version: a changed ConfigMap alone doesn't bump the generation of its
 * HelmRelease, so the default check would let dependents go first (helm-controller internal/controller checkDependencies).
 */
const lockstep = [
  'dep.spec.values.global.release == self.spec.values.global.release',
  'dep.metadata.generation == dep.status.observedGeneration',
  "dep.status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')",
].join(' && ');
