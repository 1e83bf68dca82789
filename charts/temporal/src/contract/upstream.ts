import type { Part } from '@helm-charts/testing/contract';
import { found, keys } from '@helm-charts/testing/contract';
import type { scenarios } from '../scenarios.ts';

const section = '1.3';

/** All names of the original for the profile of the single node. */
export const upstream: readonly Part<keyof typeof scenarios>[] = [
  {
    section,
    template: 'deployment.yaml',
    scenario: 'appliance',
    of: { component: 'server', container: 'temporal' },
    names: {
      DB: 'postgres12',
      DB_PORT: '5432',
      POSTGRES_SEEDS: 'db.msp.svc.cluster.local',
      POSTGRES_USER: 'postgres',
      POSTGRES_PWD: 'db-credentials/DB_PASSWORD_SUPERUSER',
      POSTGRES_HOST: 'db.msp.svc.cluster.local',
      TEMPORAL_CLI_ADDRESS: 'temporal-frontend:7233',
      DEFAULT_NAMESPACE: 'default',
      DEFAULT_NAMESPACE_RETENTION: '72h',
      SKIP_DEFAULT_NAMESPACE_CREATION: 'true',
      SKIP_ADD_CUSTOM_SEARCH_ATTRIBUTES: 'true',
    },
  },
  {
    section,
    template: 'ui-deployment.yaml',
    scenario: 'pages',
    of: { component: 'ui', container: 'ui' },
    names: { TEMPORAL_ADDRESS: 'temporal-frontend:7233', TEMPORAL_UI_PORT: '8080' },
  },
  {
    section,
    template: 'namespace-job.yaml',
    scenario: 'appliance',
    of: { component: 'schema', container: 'create-namespace' },
    names: {
      TEMPORAL_ADDRESS: 'temporal-frontend:7233',
      DEFAULT_NAMESPACE: 'default',
      DEFAULT_NAMESPACE_RETENTION: '72h',
    },
  },
  found(section, 'deployment.yaml', 'appliance', [
    'Deployment temporal',
    'Deployment temporal, container temporal',
    'Deployment temporal, container temporal, port grpc 7233',
    'Service temporal-frontend',
    'Service temporal-frontend, port 7233',
  ]),
  found(section, 'ui-deployment.yaml', 'pages', [
    'Deployment temporal-ui',
    'Deployment temporal-ui, container ui, port http 8080',
    'Service temporal-ui',
    'Service temporal-ui, port 8080',
  ]),
  found(section, 'namespace-job.yaml', 'appliance', ['Job temporal-namespace-init']),
  keys('appliance', 'deployment.yaml', { 'db-credentials': ['DB_PASSWORD_SUPERUSER'] }),
];
