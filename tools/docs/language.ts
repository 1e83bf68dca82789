import { generateChart } from '@helm-charts/generate';
import { sourcesOf } from '@helm-charts/pipeline';
import * as language from '@helm-charts/types';
import {
  boolean,
  choice,
  defineChart,
  fragment,
  hash,
  host,
  image,
  integer,
  list,
  map,
  type Node,
  object,
  optional,
  orFail,
  port,
  quantity,
  type Refs,
  secretRef,
  string,
  text,
  type ValueOf,
} from '@helm-charts/types';

/** The values that the examples of docs/language.md read. */
export const exampleMembers = {
  database: secretRef('Secret with the password.', { name: 'db', keys: { password: 'password' } }),
  debug: boolean('Debug messages.', { default: false }),
  extraEnv: list('Further variables.', fragment('EnvVar', 'Variable.')),
  host: host('Host of the database.', { default: 'db' }),
  image: image('Image.', { repository: 'docker.io/library/nginx', tag: '1.29.3' }),
  labels: map('Labels.', string('Value of the label.')),
  port: port('Port of the database.', { default: 5432 }),
  queues: list('Queues.', string('Name of the queue.')),
  replicas: integer('Number of pods.', { default: 1 }),
  store: choice(
    'Where the data are.',
    {
      inChart: { size: quantity('Size of the volume.', { default: '8Gi' }) },
      external: { host: host('Host of the server.') },
    },
    { default: 'inChart' },
  ),
  url: optional(string('Address of the server.')),
};

const exampleValues = object('Settings.', exampleMembers);

type Values = Refs<ValueOf<typeof exampleValues>>;

/** The lines that the fields of a manifest become, written as in the page. */
export const emittedOf = (fields: string): string => {
  const spec = evaluate<(v: Values) => object>(`(v) => ({ ${fields} })`);
  const template = filesOf(exampleValues, spec).get('templates/example.yaml') ?? '';
  const lines = template.replace(/^[\s\S]*?\nspec:\n/, '').replaceAll(/^ {2}/gm, '');
  // The page shows a field without what is around it.
  return lines.replaceAll(/nindent (\d+)/g, (_, indent) => `nindent ${Number(indent) - 2}`);
};

/** The lines of values.yaml that members of an object become, written as in the page. */
export const valuesOf = (members: string): string => {
  const of = evaluate<Readonly<Record<string, Node<unknown>>>>(`({ ${members} })`);
  const file = filesOf(object('Settings.', of), () => ({})).get('values.yaml') ?? '';
  return file.replace(/^(?:#.*\n)+\n/, '');
};

/** The value of an expression in which everything of the language is in scope. */
const evaluate = <T>(expression: string): T =>
  // The page decides what it is; a wrong one fails where it is used.
  new Function(...Object.keys(language), `return ${expression}`)(...Object.values(language)) as T;

/** The files of a chart with one object that has these fields, and one that reads all values, so that none is unused. */
const filesOf = <T>(values: Node<T>, spec: (v: Refs<T>) => object): ReadonlyMap<string, string> => {
  const example = (name: string, of: object): language.ManifestTemplate => {
    const template = {
      apiVersion: 'example.com/v1',
      kind: 'Example',
      metadata: { name },
      spec: of,
    };
    return template;
  };
  const chart = defineChart({
    name: 'web',
    description: 'An example.',
    version: '1.0.0',
    appVersion: '1.0.0',
    values,
    scenarios: {},
    manifests: (v) => ({
      example: example('example', spec(v)),
      rest: example('rest', { all: hash(Object.values(v)) }),
    }),
    notes: () => text`Done.`,
  });
  const { definitions } = sourcesOf({ workspace: '.', root: '.' });
  const files = orFail(generateChart(chart, { definitions, read: () => 'port = @{port}\n' }));
  return new Map(files.map(({ path, content }) => [path, content]));
};
