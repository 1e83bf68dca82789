import { type Fault, labelFaults, member, podFaults, podsOf, repeated, wrong } from './pod.ts';
import { schedule } from './schedule.ts';
import {
  addressRange,
  cronJobName,
  dataKey,
  dnsLabel,
  dnsSubdomain,
  qualifiedName,
  serviceName,
  type TextCheck,
} from './text.ts';

/** What the API server refuses of a manifest, as far as its texts are known. */
export const objectFaults = (manifest: Readonly<Record<string, unknown>>): readonly Fault[] => {
  const { kind, metadata, spec } = manifest;
  return [
    ...wrong(
      member(metadata, 'name'),
      ['metadata', 'name'],
      nameChecks[String(kind)] ?? dnsSubdomain,
    ),
    ...labelFaults(member(metadata, 'labels'), ['metadata', 'labels']),
    ...(kind === 'CronJob'
      ? wrong(
          member(spec, 'schedule'),
          ['spec', 'schedule'],
          schedule,
          'write for example 0 3 * * *',
        )
      : []),
    ...(kind === 'NetworkPolicy' ? rangeFaults(spec) : []),
    ...(kind === 'Service' ? serviceFaults(spec) : []),
    ...(kind === 'ConfigMap' || kind === 'Secret' ? keyFaults(manifest) : []),
    ...Object.keys(Object(member(metadata, 'annotations'))).flatMap((key) =>
      wrong(
        key,
        ['metadata', 'annotations', key],
        qualifiedName,
        'write for example example.com/note',
      ),
    ),
    ...podsOf(manifest).flatMap(({ keys, template }) =>
      keys.length === 0
        ? []
        : labelFaults(member(member(template, 'metadata'), 'labels'), [
            ...keys,
            'metadata',
            'labels',
          ]),
    ),
    ...selectorFaults(manifest),
    ...podFaults(manifest),
  ];
};

/** Names of RBAC objects may have other characters (apimachinery pkg/api/validation/path IsValidPathSegmentName). */
const pathSegment: TextCheck = (text) =>
  text === '.' || text === '..' || /[/%]/.test(text)
    ? 'must not be "." or "..", or have "/" or "%"'
    : undefined;

const nameChecks: Readonly<Record<string, TextCheck>> = {
  ClusterRole: pathSegment,
  ClusterRoleBinding: pathSegment,
  CronJob: cronJobName,
  Namespace: dnsLabel,
  Role: pathSegment,
  RoleBinding: pathSegment,
  Service: serviceName,
};

/** Labels of a selector that the pods do not have (Kubernetes pkg/apis/apps/validation/validation.go). */
const selectorFaults = (manifest: Readonly<Record<string, unknown>>): readonly Fault[] => {
  if (!['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'].includes(String(manifest.kind))) {
    return [];
  }
  const selector = member(member(member(manifest, 'spec'), 'selector'), 'matchLabels');
  return podsOf(manifest).flatMap(({ template }) => {
    const labels = member(member(template, 'metadata'), 'labels');
    return Object.entries(Object(selector)).flatMap(([key, value]): readonly Fault[] => {
      const has = member(labels, key);
      const isKnown = typeof value === 'string' && (has === undefined || typeof has === 'string');
      if (!isKnown || typeof labels !== 'object' || has === value) return [];
      return [
        {
          keys: ['spec', 'selector', 'matchLabels', key],
          rule: 'selector-without-label',
          message: `the pods do not have the label ${key}: ${value}, so the API server refuses the object`,
          fix: 'write the same label in spec.template.metadata.labels',
        },
      ];
    });
  });
};

const rangeFaults = (spec: unknown): readonly Fault[] =>
  (['ingress', 'egress'] as const).flatMap((direction) =>
    listOf(member(spec, direction)).flatMap((rule, at) =>
      (['from', 'to'] as const).flatMap((side) =>
        listOf(member(rule, side)).flatMap((peer, index) => {
          const block = member(peer, 'ipBlock');
          const keys = ['spec', direction, at, side, index, 'ipBlock'];
          return [
            ...wrong(member(block, 'cidr'), [...keys, 'cidr'], addressRange, example),
            ...listOf(member(block, 'except')).flatMap((one, place) =>
              wrong(one, [...keys, 'except', place], addressRange, example),
            ),
          ];
        }),
      ),
    ),
  );

/** What the API server refuses of the ports of a Service (Kubernetes pkg/apis/core/validation/validation.go ValidateService). */
const serviceFaults = (spec: unknown): readonly Fault[] => {
  const ports = listOf(member(spec, 'ports'));
  const nameless = ports.findIndex(
    (port) => typeof port === 'object' && member(port, 'name') === undefined,
  );
  return [
    ...repeated(ports, ['spec', 'ports'], 'port'),
    ...ports.flatMap((port, at) =>
      wrong(
        member(port, 'name'),
        ['spec', 'ports', at, 'name'],
        dnsLabel,
        'write for example http',
      ),
    ),
    ...(ports.length > 1 && nameless !== -1
      ? [
          {
            keys: ['spec', 'ports', nameless],
            rule: 'field-missing',
            message: 'of several ports each needs a name, and the API server refuses this one',
            fix: 'set name, for example http',
          },
        ]
      : []),
  ];
};

const keyFaults = (manifest: Readonly<Record<string, unknown>>): readonly Fault[] =>
  ['data', 'stringData', 'binaryData'].flatMap((field) =>
    Object.keys(Object(manifest[field])).flatMap((key) =>
      wrong(key, [field, key], dataKey, 'write for example server.ini'),
    ),
  );

const example = 'write for example 10.0.0.0/8';

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
