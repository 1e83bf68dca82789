import type { ChartCrd, ChartMetadata } from './chart-metadata.ts';
import type { TargetCluster } from './data/release.ts';
import type { Dependencies } from './dependency.ts';
import type { ManifestTemplate } from './kubernetes/manifest.ts';
import type { Rule } from './rule.ts';
import { type WithSubcharts, withSubcharts } from './subchart-values.ts';
import type { When } from './template/control.ts';
import type { ExtraObjects } from './template/extra.ts';
import type { Helpers } from './template/include.ts';
import { type Ref, type Refs, refs } from './template/ref.ts';
import { text } from './template/text.ts';
import type { Node } from './values/node.ts';
import { object } from './values/object.ts';
import type { Overlay, OverlayOf } from './values/overlay.ts';

/** The objects of a chart, by the name of the template that holds them: `config` becomes templates/config.yaml. */
export type Manifests = Readonly<Record<string, Objects>>;

/** One object or several, or those only sometimes. */
type Objects = ManifestTemplate | ExtraObjects | When<Objects> | readonly Objects[];

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
  /** Charts that Helm installs with this one, by the key of their values. */
  readonly dependencies?: Dependencies;
  /**
   * The templates of a library chart: a chart with `helpers` has type `library`, and others include what it defines with
   * `include('<chart>.<helper>')`. Helm renders nothing of it by itself.
   */
  readonly helpers?: Helpers;
  readonly rules: readonly Rule[];
  readonly scenarios: Readonly<Record<S, Overlay<T>>>;
  /**
   * The clusters that scenarios are rendered for, by the names of the scenarios: which APIs they serve besides those of Kubernetes,
   * their version, the objects that they have, and whether the release is one of an upgrade. With two scenarios both sides of
   * `apiAvailable` and `kubernetesVersion` are rendered. The other scenarios are rendered as `helm template` does.
   */
  readonly clusters?: Readonly<Partial<Record<S, TargetCluster>>>;
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
export interface ChartDefinition<T, S extends string, D extends Dependencies = Record<never, never>>
  extends Omit<
    Chart<T>,
    'manifests' | 'rules' | 'notes' | 'scenarios' | 'clusters' | 'dependencies'
  > {
  readonly dependencies?: D;
  readonly scenarios: Readonly<Record<S, Overlay<WithSubcharts<NoInfer<T>, NoInfer<D>>>>>;
  readonly clusters?: Readonly<Partial<Record<NoInfer<S>, TargetCluster>>>;
  readonly rules?: (values: Refs<WithSubcharts<T, D>>) => readonly Rule[];
  readonly manifests: (values: Refs<WithSubcharts<T, D>>) => Manifests;
  readonly notes: (values: Refs<WithSubcharts<T, D>>) => Ref<string>;
}

/** The references to a chart's values, for the functions that build its parts: `(v: ValuesOf<typeof values>) => …`. */
export type ValuesOf<N> = N extends Node<infer T> ? Refs<T> : never;

/** Defines a chart. Throws what its functions throw. */
export const defineChart = <
  T,
  S extends string,
  const D extends Dependencies = Record<never, never>,
>({
  rules,
  manifests,
  notes,
  values,
  ...rest
}: ChartDefinition<T, S, D>): Chart<WithSubcharts<T, D>, S> => {
  // The values of dependencies are laid beside those of the chart as their types are.
  const all = withSubcharts(values, rest.dependencies ?? {}) as Node<WithSubcharts<T, D>>;
  const v = refs(all);
  return {
    ...rest,
    values: all,
    rules: rules?.(v) ?? [],
    manifests: manifests(v),
    notes: notes(v),
  };
};

/** How a library chart is written. */
export interface LibraryDefinition
  extends Pick<Chart, 'name' | 'description' | 'version' | 'appVersion' | 'about'>,
    ChartMetadata {
  readonly helpers: Helpers;
}

/**
 * Defines a library chart: templates that other charts include, and nothing that Helm installs. A template runs with the values
 * of the chart that includes it, so it reads no values, only `release`, `names` and texts.
 *
 * @example
 * export const chart = defineLibrary({
 *   name: 'common', description: 'Shared names.', version: '1.0.0', appVersion: '1.0.0',
 *   helpers: { host: text`${release.name}.example.com` },
 * });
 * // in another chart, with `dependencies: { common: dependency({ chart: common }) }`
 * include('common.host')
 */
export const defineLibrary = (definition: LibraryDefinition): Chart<Record<never, never>> => ({
  ...definition,
  values: object('Values.', {}),
  rules: [],
  scenarios: {},
  manifests: {},
  notes: text`A library.`,
});
