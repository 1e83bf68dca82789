/** What is taken from a Go module. */
export interface Source {
  /** The path of the Go module. */
  readonly module: string;
  /**
   * How the module describes its kinds: as the OpenAPI of an API server, as CustomResourceDefinitions, as Go types that
   * controller-gen makes those of, or not at all: then it says when kinds of another module are removed.
   */
  readonly format: 'openapi' | 'crd' | 'types' | 'lifecycle';
  /** The folders with CustomResourceDefinitions; the kinds of an earlier one come first. */
  readonly folders?: readonly string[];
  /** Whether versions count that the newest release does not serve, but releases that are in use do. */
  readonly unserved?: boolean;
}

/**
 * What the sets of schemas of a family are made of. A set is a folder of schemas/: the family, and for Kubernetes and Flux
 * the minor version, since charts and trees of Flux are for one of several.
 */
export const families: Readonly<Record<string, readonly Source[]>> = {
  kubernetes: [
    { module: 'k8s.io/kubernetes', format: 'openapi' },
    { module: 'k8s.io/api', format: 'lifecycle' },
  ],
  flux: [
    {
      module: 'github.com/fluxcd/source-controller',
      format: 'crd',
      folders: ['config/crd/bases'],
    },
    {
      module: 'github.com/fluxcd/kustomize-controller',
      format: 'crd',
      folders: ['config/crd/bases'],
    },
    { module: 'github.com/fluxcd/helm-controller/api', format: 'types' },
    { module: 'github.com/fluxcd/notification-controller/api', format: 'types' },
    { module: 'github.com/fluxcd/image-reflector-controller/api', format: 'types' },
    { module: 'github.com/fluxcd/image-automation-controller/api', format: 'types' },
    { module: 'github.com/fluxcd/source-watcher/api/v2', format: 'types' },
  ],
  'flux-operator': [
    {
      module: 'github.com/controlplaneio-fluxcd/flux-operator',
      format: 'crd',
      folders: ['config/crd/bases'],
    },
  ],
  'gateway-api': [
    {
      module: 'sigs.k8s.io/gateway-api',
      format: 'crd',
      // The experimental channel has all kinds of the standard one, with more versions and fields.
      folders: ['config/crd/experimental'],
    },
  ],
  'cert-manager': [
    {
      module: 'github.com/cert-manager/cert-manager',
      format: 'crd',
      folders: ['deploy/crds'],
    },
  ],
  'external-secrets': [
    {
      module: 'github.com/external-secrets/external-secrets',
      format: 'crd',
      folders: ['config/crds/bases'],
      unserved: true,
    },
  ],
  'prometheus-operator': [
    {
      module: 'github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring',
      format: 'types',
    },
  ],
};

/** The family of a set: `kubernetes` of `kubernetes-1.36`; undefined if the name belongs to none. */
export const familyOf = (set: string): string | undefined => {
  const [, versioned] = /^(kubernetes|flux)-\d+\.\d+$/.exec(set) ?? [];
  if (versioned !== undefined) return versioned;
  return set in families && set !== 'kubernetes' && set !== 'flux' ? set : undefined;
};

/** The module and version of controller-gen, which makes CustomResourceDefinitions of Go types. */
export const controllerGen = 'sigs.k8s.io/controller-tools';

/** The set with the ObjectMeta that all CustomResourceDefinitions refer to. */
export const objectMetaSet = 'kubernetes-1.36';
