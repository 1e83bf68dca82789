import type { ICustomResourceDefinition } from 'kubernetes-models/apiextensions.k8s.io/v1';

/** A person or organisation that answers for a chart. */
export interface Maintainer {
  readonly name: string;
  readonly email?: string;
  readonly url?: string;
}

/** A CustomResourceDefinition as an object, or the path of a YAML file below `src/` with one or several of them. */
export type ChartCrd = string | ICustomResourceDefinition;

/** The optional fields of Chart.yaml (helm pkg/chart/v2/metadata.go). Each appears there only where it is set. */
export interface ChartMetadata {
  /** Page of the project. */
  readonly home?: string;
  /** Address of an SVG or PNG image. */
  readonly icon?: string;
  /** Words that people find the chart by. */
  readonly keywords?: readonly string[];
  /** Addresses of the source code of the chart and its application. */
  readonly sources?: readonly string[];
  readonly maintainers?: readonly Maintainer[];
  /**
   * Range of Kubernetes versions that Helm installs the chart on, `>=1.34.0-0` unless set. End a version with `-0`,
   * or Helm refuses clusters whose vendor adds to the version, for instance `v1.34.2-gke.100`.
   */
  readonly kubeVersion?: string;
  /** Annotations of the chart itself, for instance for Artifact Hub; objects do not get them. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Marks this version of the chart as deprecated; Helm warns who installs it. */
  readonly deprecated?: boolean;
}

/** The range of Kubernetes versions of a chart that sets none: what Flux 2.9 supports (flux2 docs, Kubernetes support). */
export const defaultKubeVersion = '>=1.34.0-0';
