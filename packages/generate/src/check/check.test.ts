import {
  apiAvailable,
  boolean,
  choice,
  component,
  custom,
  each,
  hash,
  ifSet,
  integer,
  list,
  type Manifests,
  type ManifestTemplate,
  manifest,
  map,
  match,
  names,
  object,
  oneOf,
  optional,
  type Refs,
  spread,
  string,
  text,
  type ValueOf,
  when,
  whenCase,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { chartOf, refused } from '../testing/chart.ts';
import { kubernetes } from '../testing/kubernetes.ts';

const web = component('web');
const values = object('Settings.', {
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
type Values = Refs<ValueOf<typeof values>>;

/** What generation says of manifests, beside values that nothing reads. */
const said = (manifests: (v: Values) => Manifests): readonly string[] =>
  refused(chartOf({ values, manifests }), { definitions: kubernetes }).filter(
    (line) => !line.includes('[unused-value]'),
  );

/** A part of a manifest that the compiler would refuse. */
const wrong = (part: unknown) => part as never;

const deployment = (container: object, spec: object = {}): ManifestTemplate =>
  manifest('Deployment', web, {
    spec: {
      selector: { matchLabels: web.selector },
      template: {
        metadata: { labels: web.selector },
        spec: wrong({ containers: [{ name: 'web', image: 'web:1', ...container }], ...spec }),
      },
    },
  });

const container = (part: (v: Values) => object) => said((v) => ({ a: deployment(part(v)) }));
const pod = (part: (v: Values) => object) => said((v) => ({ a: deployment({}, part(v)) }));

test('a misspelt field is a finding in every branch, whatever the values are', () => {
  const typo = wrong({ name: 'A', vale: 'a' });
  const good = { name: 'A', value: 'a' };
  const found =
    'error Deployment web: spec.template.spec.containers[0].env[0].vale: there is no field "vale" here, and Flux and strict clients refuse the object; did you mean value? [field-unknown]';
  const branches: readonly ((v: Values) => unknown)[] = [
    () => typo,
    (v) => when(v.debug, typo),
    (v) => when(v.debug, typo, good),
    (v) => when(v.debug, good, typo),
    (v) => when(v.debug, [typo]),
    (v) => ifSet(v.host, () => typo),
    (v) => ifSet(v.host, () => good, typo),
    (v) => each(v.names, () => typo),
    (v) => whenCase(v.store, 'bucket', () => typo),
    (v) => match(v.store, { disk: () => good, bucket: () => typo }),
    (v) => when(v.debug, when(v.debug, typo)),
    () => ({ ...{ name: 'A', vale: 'a' } }),
  ];
  for (const branch of branches) {
    expect(container((v) => ({ env: [branch(v)] }))).toEqual([found]);
  }
});

test('a field of another type, a value that a field does not admit, and a missing field are findings', () => {
  expect(
    container((v) => ({
      env: [{ name: 'PORT', value: v.port }],
      ports: [
        { name: 'http', containerPort: '80' },
        { name: 'udp', containerPort: 53, protocol: 'udp' },
      ],
      resources: { limits: { memory: '12 MB' } },
      imagePullPolicy: 'Alwys',
      command: 'web',
      livenessProbe: { exec: ['a'] },
      volumeMounts: [{ name: 'a' }],
    })),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment web: spec.template.spec.containers[0].env[0].value: this field is a text, and the chart writes an integer; make it a text: text\`\${…}\`. [field-type]",
      "error Deployment web: spec.template.spec.containers[0].ports[0].containerPort: this field is an integer, and the chart writes a text, "80"; write an integer. [field-type]",
      "error Deployment web: spec.template.spec.containers[0].ports[1].protocol: "udp" is none of the values of this field, so the API server refuses the object; did you mean UDP? [field-value]",
      "error Deployment web: spec.template.spec.containers[0].resources.limits.memory: "12 MB" does not have the form of this field, so the API server refuses the object; write a quantity, for example 250m or 64Mi. [field-value]",
      "error Deployment web: spec.template.spec.containers[0].imagePullPolicy: "Alwys" is none of the values of this field, so the API server refuses the object; did you mean Always? [field-value]",
      "error Deployment web: spec.template.spec.containers[0].command: this field is a list, and the chart writes a text, "web"; write a list. [field-type]",
      "error Deployment web: spec.template.spec.containers[0].livenessProbe.exec: this field is an object, and the chart writes a list; write an object. [field-type]",
      "error Deployment web: spec.template.spec.containers[0].volumeMounts[0].mountPath: this field is missing, and the API server requires it; set mountPath. [field-missing]",
      "error Deployment web: spec.template.spec.containers[0].volumeMounts[0].name: the pod has no volume "a", so the API server refuses it; add the volume, under the same condition as the mount. [mount-without-volume]",
    ]
  `);
  expect(
    container(() => ({ ports: [{ name: 'http', containerPort: 80, protocol: 'UDP' }] })),
  ).toEqual([]);
});

test('a reference fits where its type does', () => {
  expect(
    container((v) => ({
      env: [{ name: 'PORT', value: text`${v.port}` }],
      ports: [{ name: 'http', containerPort: v.port }],
      args: [text`--port=${v.port}`, hash(['a'])],
    })),
  ).toEqual([]);
  expect(container((v) => ({ args: [spread(wrong(v.store))] }))).toMatchInlineSnapshot(`
    [
      "error Deployment web: spec.template.spec.containers[0].args[0]: this field is a list, and the chart writes an object; write a list. [field-type]",
    ]
  `);
});

test('a kind without a schema is left to the render', () => {
  const object = {
    apiVersion: 'example.com/v1',
    kind: 'Feed',
    metadata: { name: 'a' },
    spec: { urll: 'a' },
  };
  expect(said(() => ({ a: object }))).toEqual([]);
});

test('a value that may be absent is a finding where nothing guards it', () => {
  const unguarded = (path: string, field: string) =>
    `error Deployment web: spec.template.spec.containers[0].${field}: the value ${path} may be absent, and Helm renders nothing in its place; wrap it in ifSet(…), or give another value with orDefault(…). [value-unguarded]`;
  expect(container((v) => ({ workingDir: wrong(v.host) }))).toEqual([
    unguarded('host', 'workingDir'),
  ]);
  expect(container((v) => ({ workingDir: text`/${wrong(v.host)}` }))).toEqual([
    unguarded('host', 'workingDir'),
  ]);
  expect(container((v) => ({ workingDir: when(v.debug, wrong(v.host)) }))).toEqual([
    unguarded('host', 'workingDir'),
  ]);
  expect(container((v) => ({ args: [each(v.names, ({ note }) => wrong(note))] }))).toEqual([
    unguarded('names[].note', 'args[0]'),
  ]);
  expect(container((v) => ({ workingDir: ifSet(v.host, () => 'a', wrong(v.host)) }))).toEqual([
    unguarded('host', 'workingDir'),
  ]);
});

test('a value that may be absent is none where a condition guards it', () => {
  expect(
    container((v) => ({
      workingDir: ifSet(v.host),
      args: [
        ifSet(v.host, (host) => text`--host=${host}`),
        ifSet(v.limit, (limit) => text`--limit=${limit}`),
        each(v.names, ({ name, note }) => ifSet(note, (own) => text`${name}: ${own}`, name)),
        match(v.store, { disk: ({ path }) => path, bucket: ({ url }) => url }),
        whenCase(v.store, 'bucket', ({ url }) => url),
      ],
    })),
  ).toEqual([]);
});

test('names in lists are unique, also where conditions add to a list', () => {
  const twice = (list: string, noun: string, name: string) =>
    `error Deployment web: spec.template.spec.${list}: the ${noun} "${name}" is there twice, and the API server keeps or admits only one; remove one, or give it another name. [name-twice]`;
  const port = { name: 'http', containerPort: 80 };
  expect(
    container((v) => ({ ports: [port, when(v.debug, { ...port, containerPort: 81 })] })),
  ).toEqual([twice('containers[0].ports[1].name', 'port', 'http')]);
  expect(container(() => ({ env: [{ name: 'A' }, { name: 'A' }] }))).toEqual([
    twice('containers[0].env[1].name', 'variable', 'A'),
  ]);
  expect(pod(() => ({ volumes: [{ name: 'a' }, { name: 'a' }] }))).toEqual([
    twice('volumes[1].name', 'volume', 'a'),
  ]);
  expect(pod(() => ({ initContainers: [{ name: 'web' }] }))).toEqual([
    twice('containers[0].name', 'container', 'web'),
  ]);
  const either = (v: Values) => ({
    ports: [
      whenCase(v.store, 'disk', () => port),
      whenCase(v.store, 'bucket', () => port),
      when(v.debug, { name: 'debug', containerPort: 90 }, { name: 'debug', containerPort: 91 }),
    ],
  });
  expect(container(either)).toEqual([]);
});

test('a mount has a volume under the same condition', () => {
  const mount = { name: 'a', mountPath: '/a' };
  const volume = { name: 'a', emptyDir: {} };
  const withVolumes = (mounts: (v: Values) => unknown, volumes: (v: Values) => unknown) =>
    said((v) => ({
      a: deployment({ volumeMounts: [mounts(v)] }, { volumes: [volumes(v)] }),
    }));
  const missing = [
    'error Deployment web: spec.template.spec.containers[0].volumeMounts[0].name: the pod has no volume "a", so the API server refuses it; add the volume, under the same condition as the mount. [mount-without-volume]',
  ];
  expect(container(() => ({ volumeMounts: [mount] }))).toEqual(missing);
  expect(
    withVolumes(
      () => mount,
      (v) => when(v.debug, volume),
    ),
  ).toEqual(missing);
  expect(
    withVolumes(
      (v) => when(v.debug, mount),
      (v) => ifSet(v.host, () => volume),
    ),
  ).toEqual(missing);
  expect(
    withVolumes(
      (v) => when(v.debug, mount),
      (v) => when(v.debug, volume),
    ),
  ).toEqual([]);
  expect(
    withVolumes(
      (v) => when(v.debug, mount),
      () => volume,
    ),
  ).toEqual([]);
  expect(
    withVolumes(
      () => mount,
      (v) => each(v.names, ({ name }) => ({ name, emptyDir: {} })),
    ),
  ).toEqual([]);
});

test('a probe names a port of its container', () => {
  expect(
    container(() => ({
      ports: [{ name: 'http', containerPort: 80 }],
      readinessProbe: { httpGet: { path: '/', port: 'http' } },
      livenessProbe: { tcpSocket: { port: 'htp' } },
    })),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment web: spec.template.spec.containers[0].livenessProbe.tcpSocket.port: the container has no port "htp", so the kubelet never gets an answer; use one of http. [probe-port]",
    ]
  `);
});

test('selectors match the labels of the pods', () => {
  const selecting = (matchLabels: object, labels: object) =>
    manifest('StatefulSet', web, {
      spec: {
        selector: wrong({ matchLabels }),
        template: {
          metadata: wrong({ labels }),
          spec: { containers: [{ name: 'web', image: 'web:1' }] },
        },
      },
    });
  expect(
    said(() => ({ a: selecting({ app: 'a' }, { app: 'b' }), b: manifest('Service', web, {}) })),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet web: spec.selector.matchLabels.app: the pods do not have the label app: a, so the API server refuses the object; write the same label in spec.template.metadata.labels. [selector-without-label]",
    ]
  `);
  expect(said(() => ({ a: selecting({ app: 'a' }, { app: 'a', more: 'b' }) }))).toEqual([]);
});

test('names, labels, schedules and address ranges have the form that the API server admits', () => {
  const named = (name: string) => ({ ...web, name });
  const job = { spec: { template: { spec: { containers: [], restartPolicy: 'Never' as const } } } };
  expect(
    said(() => ({
      a: manifest('ConfigMap', named('My_Config'), {}),
      b: manifest('Service', named('9lives'), {}),
      c: manifest('CronJob', named('a'.repeat(53)), {
        spec: { schedule: '@often', jobTemplate: job },
      }),
      d: manifest('ConfigMap', named('labels'), { metadata: { labels: { 'a b': 'c', d: 'e f' } } }),
      e: manifest('NetworkPolicy', named('range'), {
        spec: {
          podSelector: {},
          egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0'] } }] }],
        },
      }),
      f: manifest('ClusterRole', named('system:web'), {}),
      g: deployment({ name: 'web', ports: [{ name: 'a-very-long-port', containerPort: 80 }] }),
    })),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap My_Config: metadata.name: "My_Config" must have only lower-case letters, digits, hyphens and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error Service 9lives: metadata.name: "9lives" must begin with a lower-case letter, so the API server refuses the object; write for example web-1. [field-text]",
      "error CronJob aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: metadata.name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" has 53 characters, and at most 52 are allowed, so the API server refuses the object; write for example web-1. [field-text]",
      "error CronJob aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: spec.schedule: "@often" is none of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly, so the API server refuses the object; write for example 0 3 * * *. [field-text]",
      "error ConfigMap labels: metadata.labels["a b"]: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error ConfigMap labels: metadata.labels.d: "e f" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error NetworkPolicy range: spec.egress[0].to[0].ipBlock.except[0]: "10.1.0.0" is no address range, so the API server refuses the object; write for example 10.0.0.0/8. [field-text]",
      "error Deployment web: spec.template.spec.containers[0].ports[0].name: "a-very-long-port" has 16 characters, and at most 15 are allowed, so the API server refuses the object; write for example http. [field-text]",
    ]
  `);
});

test('a component whose label is no label value is refused where it is made', () => {
  expect(() => component('my web!')).toThrow('"my web!" is no name of a component');
});

test('two objects of one kind and name are one finding, unless they never meet', () => {
  const map = (data: Record<string, string>) => manifest('ConfigMap', web, { data });
  const other = { ...web, name: names.withSuffix('other') };
  const found =
    "error ConfigMap web: metadata: the chart has two objects of this kind and name, and Flux refuses such a release; give one of them another name, for example named(component, names.withSuffix('config')). [object-duplicate]";
  expect(said(() => ({ a: map({ a: '1' }), b: map({ a: '2' }) }))).toEqual([found]);
  expect(said((v) => ({ a: map({ a: '1' }), b: when(v.debug, [map({ a: '2' })]) }))).toEqual([
    found,
  ]);
  expect(
    said((v) => ({
      a: whenCase(v.store, 'disk', () => map({ a: '1' })),
      b: whenCase(v.store, 'bucket', () => map({ a: '2' })),
      c: manifest('ConfigMap', other, {}),
      d: manifest('Secret', web, {}),
    })),
  ).toEqual([]);
});

test('a custom resource is checked where its schema is known, also below a condition on the cluster', () => {
  const feed = custom<{ readonly spec: object }>({
    apiVersion: 'apps.example.com/v1',
    kind: 'Deployment',
  });
  const chart = chartOf({
    values: object('Settings.', {}),
    manifests: () => ({
      feed: when(
        apiAvailable('apps.example.com/v1'),
        manifest(feed, web, { spec: { ulr: 'https://example.com', port: '80' } }),
      ),
    }),
  });
  const schema = {
    properties: {
      spec: {
        additionalProperties: false,
        properties: { url: { type: 'string' }, port: { type: ['integer', 'null'] } },
        required: ['url'],
      },
    },
  };
  const kinds = (apiVersion: string, kind: string) =>
    apiVersion === 'apps.example.com/v1' && kind === 'Deployment' ? schema : undefined;
  expect(refused(chart, { definitions: kubernetes })).toEqual([]);
  expect(refused(chart, { definitions: kubernetes, kinds })).toMatchInlineSnapshot(`
    [
      "error Deployment web: spec.ulr: there is no field "ulr" here, and Flux and strict clients refuse the object; did you mean url? [field-unknown]",
      "error Deployment web: spec.port: this field is an integer or a null, and the chart writes a text, "80"; write an integer or a null. [field-type]",
      "error Deployment web: spec.url: this field is missing, and the API server requires it; set url. [field-missing]",
    ]
  `);
});

test('what a value may hold fits the field that takes it whole', () => {
  const more = object('Settings.', {
    numbers: map('Numbers.', integer('Number.')),
    ports: list('Ports.', integer('Port.')),
    policy: oneOf('Policy.', ['Always', 'Sometimes'], { default: 'Always' }),
    labels: map('Labels.', string('Label.')),
  });
  const found = refused(
    chartOf({
      values: more,
      manifests: (v) => ({
        a: manifest('ConfigMap', web, { data: wrong(v.numbers) }),
        b: deployment({ args: v.ports, imagePullPolicy: v.policy, command: v.ports }),
        c: manifest('Secret', web, { stringData: v.labels }),
      }),
    }),
    { definitions: kubernetes },
  );
  expect(found).toMatchInlineSnapshot(`
    [
      "error ConfigMap web: data[*]: this field is a text, and the chart writes an integer; make it a text: text\`\${…}\`. [field-type]",
      "error Deployment web: spec.template.spec.containers[0].args[*]: this field is a text, and the chart writes an integer; make it a text: text\`\${…}\`. [field-type]",
      "error Deployment web: spec.template.spec.containers[0].imagePullPolicy: the value may be Sometimes, which this field does not admit, so the API server refuses the object; remove it from the value, or map it with match or when. [field-value]",
      "error Deployment web: spec.template.spec.containers[0].command[*]: this field is a text, and the chart writes an integer; make it a text: text\`\${…}\`. [field-type]",
    ]
  `);
});

test('ports of a Service, keys of data and names of containers and volumes have the form that the API server admits', () => {
  expect(
    said(() => ({
      a: manifest('Service', web, { spec: { ports: [{ port: 80 }, { port: 81, name: 'A_B' }] } }),
      b: manifest('ConfigMap', web, {
        data: { 'a b': 'c' },
        metadata: { annotations: { 'a b': 'c' } },
      }),
      c: deployment(
        {
          name: 'My_C',
          volumeMounts: [
            { name: 'a', mountPath: '/a' },
            { name: 'a', mountPath: '/a' },
          ],
        },
        { volumes: [{ name: 'a' }, { name: 'B_C' }] },
      ),
      d: manifest('NetworkPolicy', web, {
        spec: {
          podSelector: {},
          ingress: [{ from: [{ ipBlock: { cidr: ':::/1' } }, { ipBlock: { cidr: 'fd00::/8' } }] }],
        },
      }),
    })),
  ).toMatchInlineSnapshot(`
    [
      "error Service web: spec.ports[1].name: "A_B" must have only lower-case letters, digits and hyphens, and begin and end with a letter or digit, so the API server refuses the object; write for example http. [field-text]",
      "error Service web: spec.ports[0]: of several ports each needs a name, and the API server refuses this one; set name, for example http. [field-missing]",
      "error ConfigMap web: data["a b"]: "a b" must have only letters, digits, hyphens, underscores and dots, so the API server refuses the object; write for example server.ini. [field-text]",
      "error ConfigMap web: metadata.annotations["a b"]: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example example.com/note. [field-text]",
      "error Deployment web: spec.template.spec.volumes[1].name: "B_C" must have only lower-case letters, digits and hyphens, and begin and end with a letter or digit, so the API server refuses the object; write for example web. [field-text]",
      "error Deployment web: spec.template.spec.containers[0].name: "My_C" must have only lower-case letters, digits and hyphens, and begin and end with a letter or digit, so the API server refuses the object; write for example web. [field-text]",
      "error Deployment web: spec.template.spec.containers[0].volumeMounts[1].mountPath: the mount path "/a" is there twice, and the API server keeps or admits only one; remove one, or give it another name. [name-twice]",
      "error NetworkPolicy web: spec.ingress[0].from[0].ipBlock.cidr: ":::/1" is no address range, so the API server refuses the object; write for example 10.0.0.0/8. [field-text]",
    ]
  `);
});
