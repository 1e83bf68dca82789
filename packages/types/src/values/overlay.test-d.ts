import {
  choice,
  defineChart,
  fragment,
  install,
  list,
  map,
  type OverlayOf,
  object,
  oneOf,
  optional,
  port,
  type Scenarios,
  string,
  text,
} from '../index.ts';

const values = object('Settings.', {
  mode: oneOf('A mode.', ['fast', 'slow'], { default: 'slow' }),
  service: object('A service.', {
    port: port('Port.', { default: 80 }),
    host: string('Its host.'),
  }),
  hosts: list('Hosts.', object('A host.', { name: string('Its name.') })),
  labels: map('Labels.', string('A label.')),
  affinity: optional(fragment('Affinity', 'Which nodes.')),
  storage: choice(
    'Where data lies.',
    { disk: { size: string('Its size.') }, bucket: { name: string('Its name.') } },
    { default: 'disk' },
  ),
});
type Values = OverlayOf<typeof values>;

// Nothing is required, null takes a default away, a shape may be given without the others.
const accepted: readonly Values[] = [
  {},
  { service: { port: 81 } },
  { service: null, mode: null, labels: { old: null } },
  { hosts: [{ name: 'a' }], labels: { any: 'label' } },
  { affinity: { nodeAffinity: {} } },
  { storage: { type: 'bucket', bucket: { name: 'b' } } },
];

const typo: Values = {
  // @ts-expect-error Object literal may only specify known properties, but 'servce' does not exist. Did you mean to write 'service'?
  servce: {},
};
const deepTypo: Values = {
  // @ts-expect-error Object literal may only specify known properties, and 'prot' does not exist.
  service: { prot: 81 },
};
const wrongType: Values = {
  // @ts-expect-error Type 'string' is not assignable to type 'number'.
  service: { port: '81' },
};
const wrongMember: Values = {
  // @ts-expect-error Type '"medium"' is not assignable to type '"fast" | "slow" | null | undefined'.
  mode: 'medium',
};
const wrongLabel: Values = {
  // @ts-expect-error Type 'number' is not assignable to type 'string'.
  labels: { count: 1 },
};
const incompleteItem: Values = {
  // @ts-expect-error Property 'name' is missing in type '{}': Helm replaces lists, so an item is whole.
  hosts: [{}],
};
const wrongShape: Values = {
  // @ts-expect-error Type '"tape"' is not assignable to type '"disk" | "bucket" | null | undefined'.
  storage: { type: 'tape' },
};
const wrongFragment: Values = {
  // @ts-expect-error Object literal may only specify known properties, and 'nodeAfinity' does not exist.
  affinity: { nodeAfinity: {} },
};

// What a scenario or a profile's release says is such an overlay.
const scenarios = {
  // @ts-expect-error Type 'string' is not assignable to type 'number'.
  odd: { service: { port: 'http' } },
} satisfies Scenarios<typeof values>;

const chart = defineChart({
  name: 'probe',
  description: 'A chart of a test.',
  version: '1.0.0',
  appVersion: '1',
  values,
  scenarios: { even: { service: { port: 82 } } },
  manifests: () => ({}),
  notes: () => text`Done.`,
});
install(chart, { timeout: '5m', values: { service: { port: 82 } } });
// @ts-expect-error Object literal may only specify known properties, but 'servise' does not exist. Did you mean to write 'service'?
install(chart, { timeout: '5m', values: { servise: { port: 82 } } });
// @ts-expect-error Type 'string' is not assignable to type 'number'.
install(chart, { timeout: '5m', values: { service: { port: 'http' } } });

export type {
  accepted,
  deepTypo,
  incompleteItem,
  scenarios,
  typo,
  wrongFragment,
  wrongLabel,
  wrongMember,
  wrongShape,
  wrongType,
};
