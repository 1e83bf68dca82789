import type { Chart } from './chart.ts';
import type { JsonSchema, Node } from './values/node.ts';
import type { Overlay } from './values/overlay.ts';

/** A chart that others publish, as a dependency. `helm-charts dependencies` writes it, with the types of its values. */
export interface Subchart<out T = unknown> {
  readonly name: string;
  /** Exact, or a range of SemVer. */
  readonly version: string;
  /** `https://…`, `oci://…` or `file://…`; without one the chart is held in `charts/`. */
  readonly repository?: string;
  readonly values: Node<T>;
}

/** How a chart depends on another one. */
export interface DependencyOptions<T, V> {
  /** A chart of this workspace, or one that `helm-charts dependencies` wrote. It says name, version, repository and values. */
  readonly chart?: Chart<T> | Subchart<T>;
  /** Name of the chart where it is not the key; the key then becomes the alias. */
  readonly name?: string;
  /** Exact, or a range of SemVer; Chart.lock holds the version that was taken. */
  readonly version?: string;
  /** `https://…`, `oci://…` or `file://…` relative to the chart. */
  readonly repository?: string;
  /** Path of a boolean value of this chart that installs the dependency: `postgresql.enabled`. It need not be declared. */
  readonly condition?: string;
  /** Names of boolean values below `tags`, true unless a user says otherwise, that install dependencies together. A condition wins. */
  readonly tags?: readonly string[];
  /** Values of the subchart that Helm copies to this chart: the name of an export, or from where to where. */
  readonly importValues?: readonly ImportedValue[];
  /** Values of the subchart in values.yaml of this chart, and `enabled`, which `condition` reads. */
  readonly values?: V &
    Overlay<NoInfer<T>> &
    Known<Omit<V, 'enabled'>, NoInfer<T>> & { readonly enabled?: boolean };
}

/** Nothing but members of T, at any depth; V is inferred, so the compiler alone would admit others. */
type Known<V, T> = string extends keyof T
  ? unknown
  : unknown extends T
    ? unknown
    : {
        readonly [K in keyof V]: K extends keyof T
          ? V[K] extends readonly unknown[] | string | number | boolean | null
            ? unknown
            : Known<V[K], NonNullable<T[K]>>
          : never;
      };

/** Values that Helm copies from a subchart (helm pkg/chart/v2/util/dependencies.go processImportValues). */
export type ImportedValue = string | { readonly child: string; readonly parent: string };

/** A chart that another chart depends on. */
export interface Dependency<out T = unknown, out V = unknown> {
  readonly name?: string;
  readonly version: string;
  readonly repository?: string;
  readonly condition?: string;
  readonly tags: readonly string[];
  readonly importValues: readonly ImportedValue[];
  readonly values: V;
  readonly node: Node<T>;
}

/** The dependencies of a chart, by the key of their values. */
export type Dependencies = Readonly<Record<string, Dependency>>;

/**
 * A chart that a chart depends on, under its name in `dependencies`.
 *
 * @example
 * dependencies: {
 *   postgresql: dependency({
 *     chart: postgresql,
 *     condition: 'postgresql.enabled',
 *     values: { auth: { database: 'feeds' } },
 *   }),
 * },
 *
 * @throws TypeError if it has no version, or neither a chart nor a repository.
 */
export const dependency = <T, const V = Record<never, never>>({
  chart,
  values,
  tags = [],
  importValues = [],
  ...options
}: DependencyOptions<T, V>): Dependency<T, V> => {
  const version = options.version ?? chart?.version;
  const repository = options.repository ?? repositoryOf(chart);
  if (version === undefined)
    throw new TypeError("a dependency needs a version: write version: '1.2.3', or give its chart");
  return {
    ...(chart && { name: chart.name }),
    ...options,
    version,
    ...(repository !== undefined && { repository }),
    tags,
    importValues,
    // Without values the type says that there are none.
    values: (values ?? {}) as V,
    node: chart?.values ?? { schema: { description: 'Values of the chart.', type: 'object' } },
  };
};

/** A chart of somebody else as a dependency; `helm-charts dependencies` writes the call. */
export const subchart = <T>({
  schema,
  ...chart
}: Omit<Subchart, 'values'> & { readonly schema: JsonSchema }): Subchart<T> => ({
  ...chart,
  // The type was made of the same schema.
  values: { schema } as Node<T>,
});

const repositoryOf = (chart: object | undefined): string | undefined => {
  if (chart === undefined) return undefined;
  if ('manifests' in chart && 'name' in chart) return `file://../${chart.name}`;
  return 'repository' in chart ? String(chart.repository) : undefined;
};
