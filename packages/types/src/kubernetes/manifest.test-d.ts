import {
  boolean,
  component,
  custom,
  defineChart,
  image,
  integer,
  type Manifests,
  manifest,
  named,
  names,
  object,
  optional,
  refs,
  restrictedContainer,
  restrictedPod,
  string,
  text,
  when,
} from '../index.ts';

const values = object('Settings.', {
  image: image('The server.', { repository: 'nginx', tag: '1' }),
  user: integer('The user.'),
  enabled: boolean('Whether it runs.'),
  name: optional(string('A name.')),
});
const v = refs(values);
const server = component('server');

// A manifest is of a known kind, has the fields of that kind, and leaves name and status to others.
manifest('ConfigMap', named(server, names.withSuffix('config')), {
  data: { 'a.conf': text`${v.user}` },
});
manifest('ServiceAccount', server, { metadata: { annotations: { note: 'kept' } } });
// @ts-expect-error Argument of type '"Deploiment"' is not assignable to parameter of type 'Kind'.
manifest('Deploiment', server, {});
// @ts-expect-error Object literal may only specify known properties, and 'spec' does not exist in a ConfigMap.
manifest('ConfigMap', server, { spec: {} });
// @ts-expect-error Object literal may only specify known properties, and 'status' does not exist in the body.
manifest('Service', server, { status: {} });
// @ts-expect-error Object literal may only specify known properties, and 'name' does not exist in metadata.
manifest('ConfigMap', server, { metadata: { name: 'other' } });
// @ts-expect-error Type 'number' is not assignable to a field of type string.
manifest('ConfigMap', server, { data: { count: 1 } });
// @ts-expect-error Argument of type 'Ref<string | undefined>' is not assignable to parameter of type 'string | Ref<string>'.
component('server', v.name);

// A kind of several versions has its fields in each.
const target = { kind: 'Deployment', name: server.name };
manifest('HorizontalPodAutoscaler', server, {
  spec: { maxReplicas: 2, metrics: [], scaleTargetRef: target },
});
manifest('autoscaling/v1/HorizontalPodAutoscaler', server, {
  spec: { maxReplicas: 2, targetCPUUtilizationPercentage: 50, scaleTargetRef: target },
});
manifest('autoscaling/v1/HorizontalPodAutoscaler', server, {
  // @ts-expect-error Object literal may only specify known properties, and 'metrics' does not exist.
  spec: { maxReplicas: 2, metrics: [], scaleTargetRef: target },
});

// A custom resource has the fields of its type, and references in them.
interface Feed {
  readonly spec: { readonly url: string; readonly tags?: readonly string[] };
  readonly status?: object;
}
const feed = custom<Feed>({ apiVersion: 'example.com/v1', kind: 'Feed' });
manifest(feed, server, { spec: { url: text`${v.user}`, tags: ['a', when(v.enabled, 'b')] } });
// @ts-expect-error Object literal may only specify known properties, and 'uri' does not exist.
manifest(feed, server, { spec: { uri: 'https://example.com' } });
// @ts-expect-error Object literal may only specify known properties, and 'status' does not exist in the body.
manifest(feed, server, { spec: { url: 'https://example.com' }, status: {} });

// A hook has at least one event, and only those that Helm knows.
manifest('ConfigMap', server, { hook: { events: ['pre-install', 'pre-upgrade'], weight: -1 } });
// @ts-expect-error Type '"pre-upgrad"' is not assignable to type 'HookEvent'. Did you mean '"pre-upgrade"'?
manifest('ConfigMap', server, { hook: { events: ['pre-upgrad'] } });
// @ts-expect-error Source has 0 element(s) but target requires 1.
manifest('ConfigMap', server, { hook: { events: [] } });

// The parts that Pod Security demands are not the chart's to write.
const container = restrictedContainer({ name: 'server', image: v.image });
restrictedPod(server, { user: v.user, spec: { containers: [container] } });
const security = { runAsUser: 65_532, capabilities: { add: ['NET_BIND_SERVICE'] } } as const;
restrictedContainer({
  name: 'server',
  image: v.image,
  writableRoot: true,
  securityContext: security,
});
// @ts-expect-error Object literal may only specify known properties, and 'privileged' does not exist.
restrictedContainer({ name: 'server', image: v.image, securityContext: { privileged: true } });
// A literal image is admitted, too.
restrictedContainer({ name: 'server', image: 'nginx:1' });
// @ts-expect-error Property 'user' is missing.
restrictedPod(server, { spec: { containers: [container] } });

// A chart's functions read declared values, and make manifests.
const head = { name: 'probe', description: 'A chart.', version: '1.0.0', appVersion: '1', values };
const rest = { scenarios: {}, notes: () => text`Done.` };
const whole = manifest('ServiceAccount', server, {});
const manifests: Manifests = { one: whole, some: when(v.enabled, whole), two: [whole, whole] };
defineChart({ ...head, ...rest, manifests: () => manifests });
// @ts-expect-error Property 'usr' does not exist. Did you mean 'user'?
defineChart({ ...head, ...rest, manifests: ({ usr }) => ({ a: when(usr, whole) }) });
// @ts-expect-error Type 'string' is not assignable to what a template holds.
defineChart({ ...head, ...rest, manifests: () => ({ one: 'kind: ConfigMap' }) });
// @ts-expect-error Type 'Ref<number>' is not assignable to type 'Ref<string>'.
defineChart({ ...head, ...rest, manifests: () => manifests, notes: ({ user }) => user });
// @ts-expect-error Type 'undefined' is not assignable to type 'string'.
defineChart({ ...head, ...rest, description: undefined, manifests: () => manifests });

// A cluster is that of a scenario.
const monitored = { apiVersions: ['monitoring.coreos.com/v1/ServiceMonitor'] };
defineChart({
  ...head,
  scenarios: { small: {}, large: {} },
  clusters: { large: monitored },
  notes: () => text`Done.`,
  manifests: () => manifests,
});
defineChart({
  ...head,
  scenarios: { small: {}, large: {} },
  // @ts-expect-error Object literal may only specify known properties, and 'huge' does not exist.
  clusters: { huge: monitored },
  notes: () => text`Done.`,
  manifests: () => manifests,
});
