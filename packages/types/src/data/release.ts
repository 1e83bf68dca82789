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
  /** The cluster that it is rendered for, where that is a special one. */
  readonly capabilities?: Capabilities | undefined;
}

/** What Helm knows of the cluster: `.Capabilities`. */
export interface Capabilities {
  /** APIs besides those of Kubernetes: `monitoring.coreos.com/v1/ServiceMonitor`, or the version alone. */
  readonly apiVersions?: readonly string[];
  /** The version of Kubernetes, for instance `1.35.2`; the one that charts are rendered for unless set. */
  readonly kubernetesVersion?: string;
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
