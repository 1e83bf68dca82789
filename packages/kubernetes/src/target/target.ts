/** A version of Kubernetes, as data. */
export interface KubernetesVersion {
  /** `1.36`. */
  readonly name: string;
  /** The newest release with schemas, `1.36.3`. */
  readonly version: string;
  /** The name of its set of schemas. */
  readonly schemas: string;
  /** The APIs that it serves with default settings: `apps/v1`, and `apps/v1/Deployment`. */
  readonly apis: readonly string[];
  /** The kinds that are deprecated by now. */
  readonly lifecycles: readonly Lifecycle[];
}

/** When Kubernetes deprecates and removes a kind; the numbers are minor versions. */
interface Lifecycle {
  /** `policy/v1beta1/PodDisruptionBudget`. */
  readonly api: string;
  readonly deprecated: number;
  /** 0 if there is no plan to remove it. */
  readonly removed: number;
  /** The api to use instead; empty if Kubernetes names none. */
  readonly replacement: string;
}

/** A version of Flux, as data. */
export interface FluxVersion {
  /** `2.9`. */
  readonly name: string;
  /** The name of its set of schemas. */
  readonly schemas: string;
  /** The versions of its controllers by name. */
  readonly components: Readonly<Record<string, string>>;
  /** The version of Helm in its source-controller. */
  readonly helm: string;
  /** The version of kustomize's module `api` in its kustomize-controller. */
  readonly kustomize: string;
  /** The APIs that its CustomResourceDefinitions serve: `helm.toolkit.fluxcd.io/v2/HelmRelease`. */
  readonly apis: readonly string[];
  /** Those of them that are deprecated. */
  readonly deprecated: readonly string[];
}

/** What objects are for. */
export interface Target {
  readonly kubernetes: KubernetesVersion;
  readonly flux: FluxVersion;
}
