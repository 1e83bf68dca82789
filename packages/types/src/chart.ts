import type { ChartCrd, ChartMetadata } from './chart-metadata.ts';
import type { Capabilities } from './data/release.ts';
import type { ManifestTemplate } from './kubernetes/manifest.ts';
import type { Rule } from './rule.ts';
import type { When } from './template/control.ts';
import { type Ref, type Refs, refs } from './template/ref.ts';
import type { Node } from './values/node.ts';
import type { Overlay, OverlayOf } from './values/overlay.ts';

/** The objects of a chart, by the name of the template that holds them: `config` becomes templates/config.yaml. */
export type Manifests = Readonly<Record<string, Objects>>;

/** One object or several, or those only sometimes. */
type Objects = ManifestTemplate | When<Objects> | readonly Objects[];

/** Named overlays that a chart is rendered, validated and tested with. */
export type Scenarios<N extends Node<unknown>> = Readonly<Record<string, OverlayOf<N>>>;

/** A chart: what Chart.yaml says of it, its values, and what it installs. */
export interface Chart<T = unknown, S extends string = string> extends ChartMetadata {
  readonly name: string;
  readonly description: string;
  /** SemVer of the chart; it changes with every change of what the chart renders. */
  readonly version: string;
  /** Version of the application. */
  readonly appVersion: string;
  /** Further sentences for the README, in Markdown. */
  readonly about?: string;
  readonly values: Node<T>;
  readonly rules: readonly Rule[];
  readonly scenarios: Readonly<Record<S, Overlay<T>>>;
  /**
   * The clusters that scenarios are rendered for, by the names of the scenarios: which APIs they serve besides those of Kubernetes,
   * and their version. With two scenarios both sides of `apiAvailable` and `kubernetesVersion` are rendered.
   */
  readonly clusters?: Readonly<Partial<Record<S, Capabilities>>>;
  /** The name and namespace of its releases where they are not its own name and `default`; for scenarios and examples only. */
  readonly release?: { readonly name: string; readonly namespace: string };
  readonly manifests: Manifests;
  /**
   * CustomResourceDefinitions, written to `crds/`. Helm creates them before everything else when it installs the chart, and
   * neither changes nor deletes them afterwards (helm pkg/action/install.go installCRDs).
   */
  readonly crds?: readonly ChartCrd[];
  /** What Helm prints after an installation. */
  readonly notes: Ref<string>;
}

/** How a chart is written. Rules, objects and notes are functions of the references to its values. */
export interface ChartDefinition<T, S extends string>
  extends Omit<Chart<T>, 'manifests' | 'rules' | 'notes' | 'scenarios' | 'clusters'> {
  readonly scenarios: Readonly<Record<S, Overlay<NoInfer<T>>>>;
  readonly clusters?: Readonly<Partial<Record<NoInfer<S>, Capabilities>>>;
  readonly rules?: (values: Refs<T>) => readonly Rule[];
  readonly manifests: (values: Refs<T>) => Manifests;
  readonly notes: (values: Refs<T>) => Ref<string>;
}

/** The references to a chart's values, for the functions that build its parts: `(v: ValuesOf<typeof values>) => …`. */
export type ValuesOf<N> = N extends Node<infer T> ? Refs<T> : never;

/** Defines a chart. Throws what its functions throw. */
export const defineChart = <T, S extends string>({
  rules,
  manifests,
  notes,
  ...rest
}: ChartDefinition<T, S>): Chart<T, S> => {
  const v = refs(rest.values);
  return { ...rest, rules: rules?.(v) ?? [], manifests: manifests(v), notes: notes(v) };
};
