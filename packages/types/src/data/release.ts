import { type ObjectId, printObjectId } from './finding.ts';
import type { JsonObject } from './json.ts';

/** A chart that is installed under a name with values: what Flux makes of a HelmRelease, and what a scenario of a chart is. */
export interface Release {
  /** `.Release.Name`, at most 53 characters. */
  readonly name: string;
  /** `.Release.Namespace`. */
  readonly namespace: string;
  /** The chart's directory, absolute. */
  readonly chart: string;
  /** What is laid over the chart's own values.yaml. */
  readonly values: JsonObject;
  /** The cluster that it is rendered for; without one it is rendered as `helm template` does. */
  readonly cluster?: TargetCluster | undefined;
}

/** What Helm knows of the cluster: `.Capabilities`. */
export interface Capabilities {
  /** APIs besides those of Kubernetes: `monitoring.coreos.com/v1/ServiceMonitor`, or the version alone. */
  readonly apiVersions?: readonly string[];
  /** The version of Kubernetes, for instance `1.35.2`; the one that charts are rendered for unless set. */
  readonly kubernetesVersion?: string;
}

/** The versions of Kubernetes and Flux that objects are for; a version that is not named is the default one. */
export interface TargetVersions {
  /** `1.37`, or with a patch version, `1.37.2`. */
  readonly kubernetes?: string;
  /** `2.9`. */
  readonly flux?: string;
}

/**
 * A cluster that a release is rendered for. It has the APIs of its version of Kubernetes, as an installed release sees them, and
 * not those that `helm template` assumes.
 */
export interface TargetCluster extends Capabilities {
  /**
   * The objects that the function `lookup` of templates finds. Without a list it finds nothing, as in `helm template`. An
   * object without a namespace is found in every namespace.
   */
  readonly objects?: readonly Manifest[];
  /** Whether the release is installed already: `.Release.IsUpgrade` is true, and `.Release.Revision` is 2. */
  readonly isUpgrade?: boolean;
}

/** One Kubernetes object. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** What names a manifest. */
export const objectIdOf = ({ apiVersion, kind, metadata }: Manifest): ObjectId => ({
  apiVersion,
  kind,
  ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
  name: metadata.name,
});

/** How findings name a manifest: `Deployment shop/web`. */
export const manifestId = (manifest: Manifest): string => printObjectId(objectIdOf(manifest));
