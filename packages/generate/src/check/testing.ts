import {
  boolean,
  type Component,
  choice,
  component,
  integer,
  list,
  type Manifests,
  type ManifestTemplate,
  manifest,
  object,
  optional,
  type Refs,
  string,
  type ValueOf,
} from '@helm-charts/types';
import { chartOf, refused } from '../testing/chart.ts';
import { kubernetes } from '../testing/kubernetes.ts';

/** The component of the manifests in tests. */
export const web: Component = component('web');

/** The values of the charts of tests. */
export const testValues = object('Settings.', {
  debug: boolean('Debug.', { default: false }),
  port: integer('Port.', { default: 80 }),
  host: optional(string('Host.')),
  limit: optional(integer('Limit.')),
  names: list(
    'Names.',
    object('Item.', { name: string('Name.'), note: optional(string('Note.')) }),
  ),
  store: choice(
    'Store.',
    { disk: { path: string('Path of the folder.') }, bucket: { url: string('URL.') } },
    { default: 'disk' },
  ),
});

/** The values that the manifests of tests read. */
export type Values = Refs<ValueOf<typeof testValues>>;

/** What generation says of manifests, beside values that nothing reads. */
export const said = (manifests: (v: Values) => Manifests): readonly string[] =>
  refused(chartOf({ values: testValues, manifests }), { definitions: kubernetes }).filter(
    (line) => !line.includes('[unused-value]'),
  );

/** A part of a manifest that the compiler would refuse. */
export const wrong = (part: unknown): never => part as never;

/** A Deployment with one container, and what a test says of the container, the pod and its labels. */
export const deployment = (
  container: object,
  spec: object = {},
  labels: object = web.selector,
): ManifestTemplate =>
  manifest('Deployment', web, {
    spec: {
      selector: { matchLabels: web.selector },
      template: {
        metadata: { labels: wrong(labels) },
        spec: wrong({ containers: [{ name: 'web', image: 'web:1', ...container }], ...spec }),
      },
    },
  });

/** What generation says of the container of a Deployment. */
export const container = (part: (v: Values) => object): readonly string[] =>
  said((v) => ({ a: deployment(part(v)) }));

/** What generation says of the pod of a Deployment. */
export const pod = (part: (v: Values) => object): readonly string[] =>
  said((v) => ({ a: deployment({}, part(v)) }));

/** What generation says of the only object of a chart, without what names the object. */
export const spec = (
  kind:
    | 'DaemonSet'
    | 'Deployment'
    | 'HorizontalPodAutoscaler'
    | 'NetworkPolicy'
    | 'Service'
    | 'StatefulSet'
    | 'PodDisruptionBudget',
  part: (v: Values) => object,
): readonly string[] =>
  said((v) => ({ a: manifest(kind, web, wrong({ spec: part(v) })) })).map((line) =>
    line.replace(`error ${kind} web: `, ''),
  );

/** What a workload has besides what a test says of it. */
export const workload = (part: object = {}): object => ({
  selector: { matchLabels: web.selector },
  template: {
    metadata: { labels: web.selector },
    spec: { containers: [{ name: 'web', image: 'web:1' }] },
  },
  ...part,
});
