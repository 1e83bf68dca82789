import { found } from '@helm-charts/testing/contract';
import type { Part } from '../part.ts';

/** Objects, their ports, what their containers mount, and the files in their ConfigMaps. */
export const objects: readonly Part[] = [
  found('1.1.1', 'deployment.yaml', 'appliance', [
    'Deployment alga-core-sebastian',
    'Deployment alga-core-sebastian, container sebastian',
    'Deployment alga-core-sebastian, container sebastian, port http 3000',
    'Deployment alga-core-sebastian, container sebastian, /data/files of claim alga-core-sebastian-storage',
    'Deployment alga-core-sebastian, container sebastian, /shared-tenant-secrets of the node',
    'Deployment alga-core-sebastian, container wait-for-bootstrap',
  ]),
  found('1.1.2', 'service.yaml', 'appliance', [
    'Service alga-core-sebastian',
    'Service alga-core-sebastian, port http 3000',
  ]),
  found('1.1.3', 'postgres/statefulSet.yaml', 'appliance', [
    'StatefulSet db',
    'StatefulSet db, container postgres, port cql 5432',
    'StatefulSet db, container postgres, /var/lib/postgresql/data of claim alga-core-sebastian-postgres-data',
    'StatefulSet db, container volume-prep',
    'StatefulSet db, container volume-prep, /data of claim alga-core-sebastian-postgres-data',
    'Service db',
    'Service db, headless',
    'Service db, port 5432',
    'PersistentVolumeClaim alga-core-sebastian-postgres-data',
  ]),
  found('1.1.4', 'redis/statefulSet.yaml', 'appliance', [
    'StatefulSet redis',
    'StatefulSet redis, container redis, port cql 6379',
    'StatefulSet redis, container redis, /data of claim alga-core-sebastian-redis-data',
    'Service redis',
    'Service redis, headless',
    'Service redis, port 6379',
    'PersistentVolumeClaim alga-core-sebastian-redis-data',
  ]),
  found('1.1.5', 'hocuspocus/deployment.yaml', 'hocuspocus', [
    'Deployment hocuspocus',
    'Deployment hocuspocus, container sebastian',
    'Deployment hocuspocus, container sebastian, port http 1234',
    'Deployment hocuspocus, container wait-for-redis',
    'Service hocuspocus',
    'Service hocuspocus, port http 1234',
  ]),
  found('1.1.6', 'jobs.yaml', 'appliance', [
    'Job alga-core-sebastian-bootstrap',
    'Job alga-core-sebastian-bootstrap, container bootstrap',
    'Job alga-core-sebastian-bootstrap, container bootstrap, /bootstrap of ConfigMap alga-core-sebastian-appliance-bootstrap',
  ]),
  found('0.2', 'appliance-bootstrap-configmap.yaml', 'appliance', [
    'ConfigMap alga-core-sebastian-appliance-bootstrap',
    'ConfigMap alga-core-sebastian-appliance-bootstrap, file appliance-bootstrap.sh',
  ]),
  found('1.1.7', 'storage-pvc.yaml', 'appliance', [
    'PersistentVolumeClaim alga-core-sebastian-storage',
  ]),
  found('1.1.7', 'tenant-secrets-pvc.yaml', 'appliance', [
    'PersistentVolumeClaim alga-core-sebastian-tenant-secrets',
    'Deployment alga-core-sebastian, container sebastian, /var/lib/alga/tenant-secrets of claim alga-core-sebastian-tenant-secrets',
  ]),
  found('1.1.7', 'only in the first version', 'appliance', [
    'PersistentVolumeClaim alga-core-sebastian-local-storage',
  ]),
  found('1.1.7', 'pvc-delete-hook.yaml', 'appliance', [
    'Job alga-core-sebastian-pvc-delete',
    'ServiceAccount alga-core-sebastian-pvc-delete',
    'Role alga-core-sebastian-pvc-delete',
    'RoleBinding alga-core-sebastian-pvc-delete',
  ]),
  found('1.1.7', 'istio', 'everything', ['Gateway alga-gw', 'VirtualService alga-vs']),
];
