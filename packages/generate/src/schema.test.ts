import {
  choice,
  equals,
  fragment,
  implies,
  integer,
  isSet,
  type JsonSchema,
  list,
  map,
  object,
  optional,
  port,
  raw,
  refs,
  rule,
  string,
} from '@helm-charts/types';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { leaves, mergedSchema, overlaySchema } from './schema.ts';
import { defaults } from './values.ts';

const route = object('A route.', { host: string('A host.'), port: port('A port.') });
const values = object('Settings.', {
  server: object('A server.', {
    host: string('A host.', { default: 'db' }),
    port: port('A port.', { default: 80 }),
    user: string('A user.'),
    socket: optional(string('A socket.')),
  }),
  routes: list('Routes.', route),
  named: map('Routes.', route, { default: { main: { host: 'a', port: 1 } } }),
  closed: raw({ type: 'object', properties: { a: {} }, additionalProperties: false }, 'Closed.', {
    default: {},
  }),
  typed: raw({ type: 'object', additionalProperties: { type: 'integer' } }, 'Typed.', {
    default: {},
  }),
  affinity: optional(fragment('Affinity', 'Which nodes.')),
  storage: choice(
    'Storage.',
    { disk: { path: string('A path.') }, bucket: { name: string('A name.') } },
    { default: 'disk' },
  ),
});
const { schema } = values;
const v = refs(values);
const rules = [
  rule('A socket needs another port.', implies(isSet(v.server.socket), equals(v.server.port, 81))),
  rule('JSON Schema cannot compare two values.', equals(v.server.host, v.server.user)),
];
const definitions = {
  'io.k8s.api.core.v1.Affinity': {
    type: 'object',
    properties: { inner: { $ref: '#/definitions/Inner' } },
    additionalProperties: false,
  },
  Inner: { type: 'object', properties: { again: { $ref: '#/definitions/Inner' } } },
  Unused: { type: 'object' },
};
const merged = mergedSchema(schema, rules, definitions);
const overlay = overlaySchema(schema, definitions);
const ajv = new Ajv({ strict: false, allErrors: true });
const isMerged = ajv.compile(merged);
const isOverlay = ajv.compile(overlay);

const whole = {
  ...(defaults(schema) as object),
  server: { host: 'db', port: 80, user: 'a' },
  storage: { type: 'disk', disk: { path: '/' }, bucket: {} },
};

test('both schemas declare draft-07 and have no $id', () => {
  for (const one of [merged, overlay]) {
    expect(one.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(one).not.toHaveProperty('$id');
    expect(ajv.validateSchema(one)).toBe(true);
  }
});

test.each([
  ['all that is certain', whole],
  [
    'what Helm and parent charts put at the root',
    { ...whole, global: {}, enabled: true, 'x-a': 1 },
  ],
  ['a fragment', { ...whole, affinity: { inner: { again: {} } } }],
  ['a null in a map', { ...whole, named: { main: null } }],
])('the merged schema allows %s', (_, of) => {
  expect(isMerged(of)).toBe(true);
});

test.each([
  ['an object that was taken away', { ...whole, server: undefined }],
  ['an object that is null', { ...whole, server: null }],
  ['a value that nobody gave', { ...whole, server: { host: 'db', port: 80 } }],
  ['a value that is not declared', { ...whole, sever: {} }],
  ['an incomplete item', { ...whole, routes: [{ host: 'a' }] }],
  ['an incomplete member', { ...whole, named: { main: { host: 'a' } } }],
  ['a misspelt field of a fragment', { ...whole, affinity: { innr: {} } }],
])('the merged schema rejects %s', (_, of) => {
  expect(isMerged(JSON.parse(JSON.stringify(of)))).toBe(false);
});

test.each([
  ['nothing', {}],
  ['a part', { server: { port: 81 } }],
  ['null, which takes a default away', { server: { socket: null }, routes: null }],
  ['a part of a member that has defaults', { named: { main: { port: 2 } } }],
  ['a member that is taken away', { named: { main: null } }],
  ['what a raw schema allows', { typed: { a: 1 } }],
  ['a choice alone', { storage: { type: 'bucket' } }],
  ['what a rule may forbid once all is merged', { server: { socket: '/a' } }],
])('the overlay schema allows %s', (_, of) => {
  expect(isOverlay(of)).toBe(true);
});

test.each([
  ['a typo', { sever: {} }],
  ['a typo deep in it', { server: { prot: 1 } }],
  ['a wrong type', { server: { port: '81' } }],
  ['a number out of bounds', { server: { port: 0 } }],
  ['an incomplete item, since lists are replaced', { routes: [{ host: 'a' }] }],
  ['a shape that nobody knows', { storage: { type: 'tape' } }],
  ['a misspelt field of a fragment', { affinity: { innr: {} } }],
  ['what a raw schema forbids', { closed: { b: 1 } }],
  ['what a raw schema says of every member', { typed: { a: 'b' } }],
])('the overlay schema rejects %s', (_, of) => {
  expect(isOverlay(of)).toBe(false);
});

test('lists a rule with its message if JSON Schema can express it, without enforcing it', () => {
  expect(isMerged({ ...whole, server: { ...whole.server, socket: '/a' } })).toBe(true);
  expect(merged['x-rules']).toMatchInlineSnapshot(`
    [
      {
        "holds": {
          "anyOf": [
            {
              "not": {
                "properties": {
                  "server": {
                    "properties": {
                      "socket": {
                        "minLength": 1,
                      },
                    },
                    "required": [
                      "socket",
                    ],
                  },
                },
                "required": [
                  "server",
                ],
              },
            },
            {
              "properties": {
                "server": {
                  "properties": {
                    "port": {
                      "const": 81,
                    },
                  },
                  "required": [
                    "port",
                  ],
                },
              },
              "required": [
                "server",
              ],
            },
          ],
        },
        "sentence": "A socket needs another port.",
      },
    ]
  `);
});

test('every $ref has no other keywords, and the schema contains exactly the definitions that it reaches', () => {
  expect(Object.keys(merged.definitions as object)).toEqual([
    'Inner',
    'io.k8s.api.core.v1.Affinity',
  ]);
  const check = (of: unknown): void => {
    if (typeof of !== 'object' || of === null) return;
    if ('$ref' in of) expect(Object.keys(of)).toEqual(['$ref']);
    Object.values(of).forEach(check);
  };
  [merged, overlay].forEach(check);
  expect(mergedSchema(object('S.', {}).schema, [], definitions)).not.toHaveProperty('definitions');
});

test('the overlay schema contains descriptions and defaults for editors', () => {
  const { server } = overlay.properties as Record<string, { anyOf: JsonSchema[] }>;
  expect(overlay).not.toHaveProperty('required');
  expect(server).toMatchObject({
    description: 'A server.',
    anyOf: [{ properties: { host: { description: 'A host.', default: 'db' } } }, { type: 'null' }],
  });
  expect(server?.anyOf[0]).not.toHaveProperty('required');
});

test("a chart's own values named global and enabled take precedence", () => {
  const own = object('S.', { enabled: integer('A count.') });
  expect(mergedSchema(own.schema, [], {}).properties).toMatchObject({
    enabled: { type: 'integer' },
    global: { type: 'object' },
  });
});

test('leaves returns the values without members, also in lists and maps', () => {
  const tree = object('S.', {
    a: object('A.', { b: string('B.'), c: optional(object('C.', { d: string('D.') })) }),
    list: list('L.', object('I.', { e: string('E.'), inner: list('L.', route) })),
    map: map('M.', object('I.', { f: optional(string('F.')) })),
    lists: list('L.', list('L.', object('I.', { g: string('G.') }))),
    texts: list('T.', string('A text.')),
    raw: raw({ type: 'object' }, 'Anything.'),
  });
  const shown = leaves(tree.schema).map(({ path, isOptional, within }) =>
    [
      path.join(' '),
      isOptional ? '?' : '',
      within === undefined ? '' : `(${within.join(' ')})`,
    ].join(''),
  );
  expect(shown).toMatchInlineSnapshot(`
    [
      "a b",
      "a c d(a c)",
      "list",
      "list [] e(list [])",
      "list [] inner(list [])",
      "list [] inner [] host(list [] inner [])",
      "list [] inner [] port(list [] inner [])",
      "map",
      "map * f?(map *)",
      "lists",
      "lists [] [] g(lists [] [])",
      "texts",
      "raw",
    ]
  `);
});
