import type { IContainer } from 'kubernetes-models/v1';
import {
  boolean,
  component,
  each,
  fragment,
  ifSet,
  integer,
  list,
  manifest,
  map,
  merge,
  object,
  oneOf,
  optional,
  port,
  refs,
  resources,
  spread,
  string,
  type Templated,
  text,
  when,
} from '../index.ts';

const v = refs(
  object('Settings.', {
    host: string('A text.'),
    count: integer('A number.'),
    port: port('A port.'),
    debug: boolean('A flag.'),
    policy: oneOf('When an image is pulled.', ['Always', 'Never']),
    labels: map('Labels.', string('A label.')),
    arguments: list('Arguments.', string('One.')),
    tolerations: list('Tolerations.', fragment('Toleration', 'One.')),
    resources: resources('What it may use.', {
      requests: { cpu: '1', memory: '1Mi' },
      limits: { memory: '1Mi' },
    }),
    affinity: fragment('Affinity', 'Which nodes.'),
    priority: optional(string('A class.')),
    grace: optional(integer('Seconds.')),
  }),
);
const server = component('server');
const container = (of: Templated<IContainer>): unknown => of;
const pod = { selector: { matchLabels: server.selector } };

// A field takes a literal, a reference of its type, or one that is guarded.
manifest('Deployment', server, {
  spec: {
    ...pod,
    replicas: v.count,
    template: {
      metadata: { labels: merge({ tier: 'web' }, v.labels) },
      spec: {
        priorityClassName: ifSet(v.priority),
        terminationGracePeriodSeconds: ifSet(v.grace),
        nodeSelector: v.labels,
        tolerations: [spread(v.tolerations)],
        affinity: v.affinity,
        containers: [
          {
            name: 'server',
            imagePullPolicy: v.policy,
            args: [each(v.arguments, (one) => one), '--verbose'],
            resources: v.resources,
            env: [
              { name: 'HOST', value: v.host },
              { name: 'PORT', value: text`${v.port}` },
              when(v.debug, { name: 'DEBUG', value: 'true' }),
            ],
            ports: [{ containerPort: v.port }],
            // A port or its name: both fit.
            readinessProbe: { tcpSocket: { port: v.port } },
            livenessProbe: { tcpSocket: { port: v.host } },
          },
        ],
      },
    },
  },
});

// A misspelt field.
// @ts-expect-error Object literal may only specify known properties, and 'replcas' does not exist.
manifest('Deployment', server, { spec: { ...pod, template: {}, replcas: 1 } });
manifest('Deployment', server, {
  spec: {
    ...pod,
    // @ts-expect-error Object literal may only specify known properties, and 'restartPolcy' does not exist.
    template: { spec: { containers: [], restartPolcy: 'Always' } },
  },
});
// @ts-expect-error Object literal may only specify known properties, and 'imagePullPolcy' does not exist.
container({ name: 'a', imagePullPolcy: 'Always' });
// @ts-expect-error Object literal may only specify known properties, and 'vale' does not exist.
container({ name: 'a', env: [{ name: 'HOST', vale: v.host }] });

// A missing field.
// @ts-expect-error Property 'containers' is missing.
manifest('Deployment', server, { spec: { ...pod, template: { spec: {} } } });

// A number in the value of a variable.
// @ts-expect-error Type 'Ref<number>' is not assignable to a field of type string.
container({ name: 'a', env: [{ name: 'PORT', value: v.port }] });
// @ts-expect-error Type 'number' is not assignable to a field of type string.
container({ name: 'a', env: [{ name: 'PORT', value: 8080 }] });
// @ts-expect-error Type 'Ref<boolean>' is not assignable to a field of type string.
container({ name: 'a', env: [{ name: 'DEBUG', value: v.debug }] });

// A text in the port of a container.
// @ts-expect-error Type 'Ref<string>' is not assignable to a field of type number.
container({ name: 'a', ports: [{ containerPort: v.host }] });
// @ts-expect-error Type 'string' is not assignable to a field of type number.
container({ name: 'a', ports: [{ containerPort: '8080' }] });

// What may be absent, unguarded.
// @ts-expect-error Type 'Ref<string | undefined>' is not assignable to a field of type string.
container({ name: 'a', env: [{ name: 'CLASS', value: v.priority }] });
manifest('Deployment', server, {
  // @ts-expect-error Type 'Ref<string | undefined>' is not assignable to a field of type string.
  spec: { ...pod, template: { spec: { containers: [], priorityClassName: v.priority } } },
});
// What is guarded where the field must be there.
// @ts-expect-error Type 'When<Ref<string>>' is not assignable to a field that is required.
container({ name: ifSet(v.priority) });

// A subtree of another shape.
// @ts-expect-error Type 'Ref<Resources>' is not assignable to a field of type string.
container({ name: v.resources });
// @ts-expect-error Type 'Ref<Affinity>' is not assignable to a field of type resources.
container({ name: 'a', resources: v.affinity });
// @ts-expect-error Type 'Ref<readonly string[]>' is not assignable to a list of mounts.
container({ name: 'a', volumeMounts: v.arguments });

// A value that isn't declared.
// @ts-expect-error Property 'hots' does not exist on type 'Refs<…>'. Did you mean 'host'?
container({ name: v.hots });
// @ts-expect-error Property 'cpus' does not exist on type 'Refs<…>'.
container({ name: 'a', resources: { requests: { cpu: v.resources.requests.cpus } } });
// @ts-expect-error Property 'nodeAffinity' does not exist: a fragment is passed on whole.
v.affinity.nodeAffinity;
// @ts-expect-error Property 'app' does not exist: the keys of a map are the user's.
v.labels.app;
