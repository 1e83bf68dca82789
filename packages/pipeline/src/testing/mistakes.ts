/** The sources of a small chart without a mistake. */
export const rightChart: Readonly<Record<'chart.ts' | 'objects.ts' | 'values.ts', string>> = {
  'values.ts': `import { boolean, image, integer, list, object, oneOf, optional, port, string, type ValuesOf } from '@helm-charts/types';

export const values = object('Settings.', {
  debug: boolean('Debug.', { default: false }),
  image: image('Image.', { repository: 'web', tag: '1' }),
  mode: oneOf('Mode.', ['fast', 'slow'], { default: 'fast' }),
  names: list('Names.', string('Name.')),
  port: port('Port of the "web" server\\'s Service.', { default: 80 }),
  replicas: integer('Replicas.', { default: 1 }),
  url: optional(string('URL.')),
});
export type Values = ValuesOf<typeof values>;
`,
  'objects.ts': `import { component, each, file, ifSet, include, type Manifests, manifest, names, named, restrictedContainer, restrictedPod, text, when } from '@helm-charts/types';
import type { Values } from './values.ts';

const web = component('web');

const container = (v: Values) =>
  restrictedContainer({
    name: 'web',
    image: v.image,
    ports: [
      { name: 'http', containerPort: 8080 },
      { name: 'metrics', containerPort: 9090 },
    ],
    env: [
      { name: 'MODE', value: v.mode },
      when(v.debug, { name: 'DEBUG', value: 'true' }),
      ifSet(v.url, (url) => ({ name: 'URL', value: url })),
      each(v.names, (name) => ({ name, value: 'a' })),
      { name: 'OWN', ...{ value: 'own' } },
    ],
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  });

export const objects = (v: Values): Manifests => ({
  deployment: manifest('Deployment', web, {
    spec: {
      replicas: v.replicas,
      selector: { matchLabels: web.selector },
      template: restrictedPod(web, {
        user: 1000,
        spec: { containers: [container(v)], volumes: [{ name: 'data', emptyDir: {} }] },
      }),
    },
  }),
  config: manifest('ConfigMap', web, { data: { debug: text\`\${v.debug}\` } }),
  service: manifest('Service', web, {
    spec: { selector: web.selector, ports: [{ name: 'http', port: v.port }] },
  }),
});
`,
  'chart.ts': `import { defineChart, text } from '@helm-charts/types';
import { objects } from './objects.ts';
import { values } from './values.ts';

export const chart = defineChart({
  name: 'web',
  description: 'A web server.',
  version: '1.0.0',
  appVersion: '1',
  values,
  scenarios: { default: { mode: 'fast' } },
  manifests: (v) => objects(v),
  notes: () => text\`Done.\`,
});
`,
};

/** An edit of the chart: the file, a text in it, and its replacement. */
type Mistake = readonly [file: keyof typeof rightChart, from: string, to: string];

/** The mistakes that authors of charts make. */
export const mistakes: Readonly<Record<string, Mistake>> = {
  'misspelt value': ['objects.ts', 'v.replicas', 'v.replcas'],
  'misspelt field': ['objects.ts', '{ data: {', '{ dta: {'],
  'misspelt field in an item': ['objects.ts', "{ name: 'MODE', value:", "{ name: 'MODE', vale:"],
  'misspelt field in when': ['objects.ts', "value: 'true'", "vale: 'true'"],
  'misspelt field in ifSet': ['objects.ts', 'value: url', 'vale: url'],
  'misspelt field in each': ['objects.ts', "value: 'a'", "vale: 'a'"],
  'misspelt field behind a spread': ['objects.ts', "value: 'own'", "vale: 'own'"],
  'misspelt field of a port': ['objects.ts', 'port: v.port }', 'port: v.port, nodePrt: 1 }'],
  'missing description': ['values.ts', "boolean('Debug.', ", 'boolean('],
  'empty description': ['values.ts', "'Debug.'", "''"],
  'wrong type': ['objects.ts', 'replicas: v.replicas', 'replicas: v.mode'],
  'text for a number': ['objects.ts', 'replicas: v.replicas', "replicas: 'two'"],
  'unguarded optional value': [
    'objects.ts',
    "{ name: 'OWN', ...{ value: 'own' } }",
    "{ name: 'OWN', value: v.url }",
  ],
  'number into a variable': ['objects.ts', 'value: v.mode', 'value: v.port'],
  'boolean into a variable': ['objects.ts', 'value: v.mode', 'value: v.debug'],
  'port name twice': ['objects.ts', "'metrics'", "'http'"],
  'wrong apiVersion': ['objects.ts', "'Deployment', web", "'apps/v2/Deployment', web"],
  'unknown kind': ['objects.ts', "'Deployment', web", "'Deploymnt', web"],
  'value that nothing reads': ['objects.ts', 'replicas: v.replicas', 'replicas: 1'],
  'two objects of one name': [
    'objects.ts',
    '  config: manifest(',
    "  more: manifest('ConfigMap', web, {}),\n  config: manifest(",
  ],
  'default outside the enum': ['values.ts', "default: 'fast'", "default: 'medium'"],
  'look-around in a pattern': ['values.ts', "'Name.'", "'Name.', { pattern: '^(?!a)' }"],
  'pattern that is not a regular expression': [
    'values.ts',
    "'Name.'",
    "'Name.', { pattern: '^[http' }",
  ],
  'unknown key in an overlay': ['chart.ts', "mode: 'fast'", "mod: 'fast'"],
  'wrong type in an overlay': ['chart.ts', "mode: 'fast'", "replicas: 'two'"],
  'cyclic import': ['values.ts', "'Debug.'", 'chart.description'],
  'syntax error': ['objects.ts', "component('web');", "component('web';"],
  'missing file': ['objects.ts', "value: 'own'", "value: file('gone.txt')"],
  'include of no template': ['objects.ts', "value: 'own'", "value: include('web.fulname')"],
  'throw in manifests': ['chart.ts', 'objects(v)', "{ throw new Error('boom'); }"],
  'TypeError in manifests': [
    'chart.ts',
    'objects(v)',
    '({ ...objects(v), none: [...([] as string[][])[0]!] as never })',
  ],
  'invalid label of a component': ['objects.ts', "component('web')", "component('my web!')"],
  'invalid label value': [
    'objects.ts',
    '{ data: {',
    "{ metadata: { labels: { tier: 'my web!' } }, data: {",
  ],
  'suffix that is too long': [
    'objects.ts',
    "manifest('ConfigMap', web",
    "manifest('ConfigMap', named(web, names.withSuffix('a-suffix-of-more-than-24-characters'))",
  ],
  'name over 63 characters': [
    'objects.ts',
    "manifest('Service', web",
    `manifest('Service', named(web, '${'a'.repeat(64)}')`,
  ],
  'CronJob name over 52 characters': [
    'objects.ts',
    '  config: manifest(',
    `  job: manifest('CronJob', named(web, '${'a'.repeat(53)}'), { spec: { schedule: '@daily', jobTemplate: { spec: { template: restrictedPod(web, { user: 1000, spec: { restartPolicy: 'Never', containers: [container(v)], volumes: [{ name: 'data', emptyDir: {} }] } }) } } } }),\n  config: manifest(`,
  ],
  'import without .ts': ['objects.ts', "'./values.ts'", "'./values'"],
  'import of nothing': ['objects.ts', "'./values.ts'", "'./gone.ts'"],
  'version of two numbers': ['chart.ts', "'1.0.0'", "'1.0'"],
  'default inside optional': ['values.ts', "string('URL.')", "string('URL.', { default: 'a' })"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a source of TypeScript.
  'reference in a template literal': ['objects.ts', "value: 'own'", 'value: `http://${v.mode}`'],
  'reference in JSON': ['objects.ts', "value: 'own'", 'value: JSON.stringify(v.debug)'],
  'reference in the JSON of an object': [
    'objects.ts',
    "value: 'own'",
    "value: JSON.stringify({ mode: 'fast', log: [{ debug: v.debug }] })",
  ],
  'reference in the JSON of a constant': [
    'objects.ts',
    "value: 'own'",
    'value: [{ debug: v.debug }].map((one) => JSON.stringify(one))[0]!',
  ],
  'reference added to a text': ['objects.ts', "value: 'own'", "value: 'http://' + v.mode"],
  'negated reference': ['objects.ts', "value: 'own'", "value: !v.debug ? 'yes' : 'no'"],
  'reference or something else': ['objects.ts', "value: 'own'", "value: v.url ?? 'none'"],
  'reference compared with undefined': [
    'objects.ts',
    "value: 'own'",
    "value: v.url === undefined ? 'yes' : 'no'",
  ],
  'reference as a condition': ['objects.ts', "value: 'own'", "value: v.debug ? 'yes' : 'no'"],
  'optional reference as a condition': [
    'objects.ts',
    "value: 'own'",
    "value: v.url ? 'yes' : 'no'",
  ],
  'condition whose value the branch reads': [
    'objects.ts',
    "value: 'own'",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source of TypeScript.
    'value: v.port ? text`:${v.port}` : "none"',
  ],
  'reference before &&': ['objects.ts', "value: 'own'", 'value: v.mode && v.mode'],
  'reference compared with a text': [
    'objects.ts',
    "value: 'own'",
    "value: v.mode === 'fast' ? 'yes' : 'no'",
  ],
  'reference compared with a number': [
    'objects.ts',
    "value: 'own'",
    "value: v.port > 1024 ? 'yes' : 'no'",
  ],
  'number added to a reference': ['objects.ts', 'replicas: v.replicas', 'replicas: v.replicas + 1'],
  'mount without its volume': [
    'objects.ts',
    "volumes: [{ name: 'data'",
    "volumes: [{ name: 'files'",
  ],
  'variable twice in when': [
    'objects.ts',
    "{ name: 'DEBUG', value: 'true' }",
    "{ name: 'MODE', value: 'true' }",
  ],
  'targetPort that no pod has': [
    'objects.ts',
    'port: v.port }',
    "port: v.port, targetPort: 'htpp' }",
  ],
  'name that a long name of the release makes too long': [
    'objects.ts',
    "manifest('Service', web",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source of TypeScript.
    "manifest('Service', named(web, text`${names.fullname}-api`)",
  ],
  'budget without pods': [
    'objects.ts',
    '  config: manifest(',
    "  budget: manifest('PodDisruptionBudget', web, { spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } } }),\n  config: manifest(",
  ],
  'percentage with a space': [
    'objects.ts',
    'replicas: v.replicas,',
    "replicas: v.replicas,\n      strategy: { rollingUpdate: { maxSurge: '50 %' } },",
  ],
  'request over its limit': [
    'objects.ts',
    'image: v.image,',
    "image: v.image,\n    resources: { requests: { cpu: '2' }, limits: { cpu: '1500m' } },",
  ],
  'exception outside of its range': [
    'objects.ts',
    '  config: manifest(',
    "  policy: manifest('NetworkPolicy', web, {\n    spec: { podSelector: {}, egress: [when(v.debug, { to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/8'] } }] })] },\n  }),\n  config: manifest(",
  ],
};
