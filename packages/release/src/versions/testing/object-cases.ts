import type { Manifest } from '@helm-charts/types';
import type { Case } from './part.ts';

const object = (kind: string, name: string, rest: object = {}): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'default' },
  ...rest,
});

const workload = (image: string, rest: object = {}): Manifest =>
  object('Deployment', 'web', {
    apiVersion: 'apps/v1',
    spec: { template: { spec: { containers: [{ name: 'web', image, ...rest }] } } },
  });

export const service = (...ports: readonly number[]): Manifest =>
  object('Service', 'web', { spec: { ports: ports.map((port) => ({ port })) } });

/** Changes of metadata, objects and files. */
export const objectCases: readonly Case[] = [
  ['name', {}, { metadata: { name: 'shop' } }],
  ['library', {}, { metadata: { type: 'library' } }],
  [
    'kubeVersion narrowed',
    { metadata: { kubeVersion: '>=1.30.0-0' } },
    { metadata: { kubeVersion: '>= 1.31.0-0, < 2.0.0-0' } },
  ],
  ['kubeVersion widened', { metadata: { kubeVersion: '>=1.31.0-0' } }, { metadata: {} }],
  ['dependency removed', { metadata: { dependencies: [{ name: 'db', version: '1.0.0' }] } }, {}],
  ['dependency added', {}, { metadata: { dependencies: [{ name: 'db', version: '1.0.0' }] } }],
  [
    'dependency major',
    { metadata: { dependencies: [{ name: 'db', version: '1.x' }] } },
    { metadata: { dependencies: [{ name: 'db', version: '2.x' }] } },
  ],
  [
    'dependency before 1.0.0',
    { metadata: { dependencies: [{ name: 'db', version: '0.1.0' }] } },
    { metadata: { dependencies: [{ name: 'db', version: '0.2.0' }] } },
  ],
  [
    'dependency minor',
    { metadata: { dependencies: [{ name: 'db', version: '1.0.0' }] } },
    { metadata: { dependencies: [{ name: 'db', version: '1.1.0' }] } },
  ],
  ['application', {}, { metadata: { appVersion: '2' } }],
  ['chart deprecated', {}, { metadata: { deprecated: true } }],
  ['description of the chart', {}, { metadata: { description: 'New.' } }],
  ['README', { files: { 'README.md': 'a' } }, { files: { 'README.md': 'b' } }],
  ['a template that renders the same', { templates: 'a' }, { templates: '{{/* b */}}a' }],
  ['claim removed', { objects: [object('PersistentVolumeClaim', 'data')] }, {}],
  [
    'Secret of a hook removed',
    {
      objects: [
        {
          ...object('Secret', 'a'),
          metadata: { name: 'a', annotations: { 'helm.sh/hook': 'pre-install' } },
        },
      ],
    },
    {},
  ],
  ['Service renamed', { objects: [object('Service', 'a')] }, { objects: [object('Service', 'b')] }],
  ['port of a Service', { objects: [service(80, 90)] }, { objects: [service(80)] }],
  ['ConfigMap removed', { objects: [object('ConfigMap', 'a')] }, {}],
  [
    'object with another hash in its name',
    { objects: [object('Job', 'bootstrap-1a2b3c4d')] },
    { objects: [object('Job', 'bootstrap-5e6f7a8b')] },
  ],
  ['object added', {}, { objects: [object('NetworkPolicy', 'a')] }],
  [
    'immutable field',
    { objects: [object('StatefulSet', 'db', { spec: { serviceName: 'a', replicas: 1 } })] },
    { objects: [object('StatefulSet', 'db', { spec: { serviceName: 'b', replicas: 2 } })] },
  ],
  ['image', { objects: [workload('web:1')] }, { objects: [workload('web:2')] }],
  [
    'another field',
    { objects: [workload('web:1')] },
    { objects: [workload('web:1', { tty: true })] },
  ],
];
