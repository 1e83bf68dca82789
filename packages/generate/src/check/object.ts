import { type Fault, type Fields, faultsAt, fieldsOf, member, wrong, wrongName } from './fault.ts';
import { metadataFaults, selectorFaults } from './label.ts';
import { networkPolicyFaults } from './network-policy.ts';
import { podFaults, podsOf } from './pod.ts';
import { rolloutFaults } from './rollout.ts';
import { autoscalerFaults, budgetFaults } from './scaling.ts';
import { schedule, timeZone } from './schedule.ts';
import { labelsOf, mayHave } from './selection.ts';
import { serviceFaults } from './service.ts';
import {
  cronJobName,
  dataKey,
  dnsLabel,
  dnsSubdomain,
  jobName,
  pathSegment,
  serviceName,
  type TextCheck,
} from './text.ts';

/** What the API server refuses of a manifest, as far as its texts are known. */
export const objectFaults = (manifest: Fields): readonly Fault[] => {
  const { kind, metadata, spec } = manifest;
  return [
    ...wrongName(
      member(metadata, 'name'),
      ['metadata', 'name'],
      nameChecks[String(kind)] ?? dnsSubdomain,
    ),
    ...metadataFaults(metadata, ['metadata']),
    ...faultsAt(['spec'], specChecks[String(kind)]?.(spec) ?? []),
    ...(kind === 'ConfigMap' || kind === 'Secret' ? keyFaults(manifest) : []),
    ...(hasSelector.includes(String(kind)) ? workloadFaults(manifest) : []),
    ...podFaults(manifest),
  ];
};

const nameChecks: Readonly<Record<string, TextCheck>> = {
  ClusterRole: pathSegment,
  ClusterRoleBinding: pathSegment,
  CronJob: cronJobName,
  Job: jobName,
  Namespace: dnsLabel,
  PodDisruptionBudget: pathSegment,
  Role: pathSegment,
  RoleBinding: pathSegment,
  Service: serviceName,
  StatefulSet: dnsLabel,
};

const cronJobFaults = (spec: unknown): readonly Fault[] => [
  ...wrong(member(spec, 'schedule'), ['schedule'], schedule, 'write for example 0 3 * * *'),
  ...wrong(member(spec, 'timeZone'), ['timeZone'], timeZone, 'write for example Etc/UTC'),
  ...metadataFaults(member(spec, 'jobTemplate', 'metadata'), ['jobTemplate', 'metadata']),
];

const specChecks: Readonly<Record<string, (spec: unknown) => readonly Fault[]>> = {
  CronJob: cronJobFaults,
  HorizontalPodAutoscaler: autoscalerFaults,
  NetworkPolicy: networkPolicyFaults,
  PodDisruptionBudget: budgetFaults,
  Service: serviceFaults,
};

const hasSelector: readonly string[] = ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'];

const workloadFaults = (manifest: Fields): readonly Fault[] => [
  ...faultsAt(
    ['spec'],
    [
      ...selectorFaults(member(manifest.spec, 'selector'), ['selector']),
      ...rolloutFaults(manifest.kind, manifest.spec),
    ],
  ),
  ...unlabelled(manifest),
];

/** Labels of a selector that the pods do not have (Kubernetes pkg/apis/apps/validation/validation.go). */
const unlabelled = (manifest: Fields): readonly Fault[] =>
  podsOf(manifest).flatMap(({ template }) => {
    const labels = labelsOf(member(template, 'metadata', 'labels'));
    const selector = fieldsOf(member(manifest.spec, 'selector', 'matchLabels'));
    return Object.entries(selector).flatMap(([key, value]): readonly Fault[] => {
      if (mayHave(labels, key, value)) return [];
      const shown = typeof value === 'string' ? `${key}: ${value}` : key;
      return [
        {
          keys: ['spec', 'selector', 'matchLabels', key],
          rule: 'selector-without-label',
          message: `the pods do not have the label ${shown}, so the API server refuses the object`,
          fix: 'write the same label in spec.template.metadata.labels',
        },
      ];
    });
  });

/** Keys of a ConfigMap or Secret; data and binaryData share them (Kubernetes pkg/apis/core/validation/validation.go ValidateConfigMap). */
const keyFaults = (manifest: Fields): readonly Fault[] => [
  ...['data', 'stringData', 'binaryData'].flatMap((field) =>
    Object.keys(fieldsOf(manifest[field])).flatMap((key) =>
      wrong(key, [field, key], dataKey, 'write for example server.ini'),
    ),
  ),
  ...Object.keys(fieldsOf(manifest.binaryData)).flatMap((key): readonly Fault[] =>
    Object.hasOwn(fieldsOf(manifest.data), key)
      ? [
          {
            keys: ['binaryData', key],
            rule: 'name-twice',
            message: `the key "${key}" is in data, too, and the API server refuses the object`,
            fix: 'remove it from one of them',
          },
        ]
      : [],
  ),
];
