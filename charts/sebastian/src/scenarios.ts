import {
  applianceAddress,
  images,
  postgresAuthority,
  postgresCertificate,
} from '@helm-charts/alga';
import { everyPodSetting } from '@helm-charts/blocks';
import type { Scenarios } from '@helm-charts/types';
import type { values } from './values.ts';

const digest = `sha256:${'0'.repeat(64)}`;

export const scenarios = {
  default: {},
  appliance: {
    global: { address: applianceAddress },
    connection: { type: 'pool' },
    postgres: {
      inChart: {
        image: images.postgres,
        volume: { size: '50Gi', storageClass: 'local-path' },
        tlsSecret: postgresCertificate,
      },
    },
    backup: { enabled: true, volume: { storageClass: 'local-path' } },
    database: {
      temporal: { enabled: true },
      tls: { certificateAuthority: postgresAuthority, required: false },
    },
    redis: { inChart: { image: images.redis, volume: { storageClass: 'local-path' } } },
    storage: { local: { volume: { size: '50Gi', storageClass: 'local-path' } } },
    tenantSecrets: { volume: { storageClass: 'local-path' } },
    integrations: { license: { url: 'https://license.nineminds.com' } },
    server: { image: images.server },
    tls: { enabled: true, image: images.nginx, service: { type: 'NodePort', nodePort: 30_443 } },
  },
  'external-services': {
    postgres: { type: 'external', external: { host: 'postgres.example.com', port: 5433 } },
    database: { tls: { certificateAuthority: { existingSecret: 'postgres-ca', key: 'ca.pem' } } },
    redis: {
      type: 'external',
      external: { host: 'redis.example.com', port: 6380, serverDatabase: 2, hocuspocusDatabase: 3 },
    },
    temporal: { host: 'temporal.example.com' },
    hocuspocus: { enabled: true },
    mail: {
      type: 'resend',
      resend: { from: 'alga@example.com', baseUrl: 'https://resend.example.com' },
    },
  },
  s3: {
    storage: {
      type: 's3',
      s3: {
        bucket: 'alga-files',
        bundleBucket: 'alga-bundles',
        endpoint: 'https://minio.example.com',
        region: 'eu-central-1',
      },
    },
  },
  hosted: {
    global: { address: { host: 'psa.example.com' } },
    server: {
      image: images.server,
      scaling: { replicas: 3, disruptionBudget: { enabled: true, minimumAvailable: 2 } },
      topologyKey: 'kubernetes.io/hostname',
    },
    postgres: { type: 'external', external: { host: 'postgres.example.com' } },
    connection: { type: 'pool' },
    database: { temporal: { enabled: true } },
    redis: { type: 'external', external: { host: 'redis.example.com' } },
    storage: { type: 's3', s3: { bucket: 'alga-files', endpoint: 'https://s3.example.com' } },
    tenantSecrets: {
      volume: { enabled: false },
      readChain: 'env,vault',
      writeTo: 'vault',
      vault: {
        address: 'https://vault.example.com:8200',
        token: { existingSecret: 'vault-credentials', key: 'VAULT_TOKEN' },
        applicationPath: 'kv/data/app/secrets',
        tenantPath: 'kv/data/tenants/{tenantId}/secrets',
      },
    },
    ingress: { enabled: true, tlsSecret: 'psa-tls' },
    tls: { existingSecret: 'psa-tls', issuer: { name: 'letsencrypt', kind: 'ClusterIssuer' } },
  },
  hocuspocus: { hocuspocus: { enabled: true } },
  'plain-http': {
    global: { address: { scheme: 'http', port: 30_443 } },
    // Plain HTTP needs no certificate.
    tls: {
      enabled: true,
      issuer: { name: 'letsencrypt', kind: 'ClusterIssuer' },
      service: { type: 'NodePort', nodePort: 30_443 },
    },
  },
  metrics: {
    metrics: { enabled: true, podMonitor: { labels: { release: 'kube-prometheus-stack' } } },
    networkPolicy: { enabled: true },
  },
  everything: {
    fullnameOverride: 'alga',
    buildSha: '4023e8f',
    global: { address: { host: 'psa.example.com', port: 8443 } },
    clusterDomain: 'cluster.example',
    server: {
      image: { digest },
      extensionDomain: 'apps.example.com',
      correlationPaths: '{"ticket":"payload.ticketId"}',
      teamsSessionCookie: true,
      resources: { limits: { cpu: '2' } },
      extraEnvironment: { FEATURE_FLAGS: 'all' },
      service: { type: 'LoadBalancer', nodePort: 30_300 },
    },
    logging: {
      json: true,
      file: true,
      http: {
        host: 'logs.example.com',
        port: 443,
        path: '/print_info',
        level: 'info',
        token: { existingSecret: 'logs', key: 'token' },
      },
    },
    observability: { endpoint: 'http://otel.example.com:4318', deployment: 'everything' },
    postgres: {
      inChart: {
        image: { digest },
        volume: { existingClaim: 'postgres-data' },
        tlsSecret: 'postgres-tls',
      },
    },
    backup: {
      enabled: true,
      schedule: '15 */6 * * *',
      certificate: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      volume: { existingClaim: 'backups' },
      target: {
        type: 's3',
        s3: { endpoint: 'https://s3.example.com', bucket: 'alga-backups', prefix: 'sites/one' },
      },
    },
    connection: { type: 'pool' },
    database: { temporal: { enabled: true } },
    redis: { inChart: { image: { digest }, volume: { existingClaim: 'redis-data' } } },
    hocuspocus: { enabled: true, image: { digest } },
    storage: { local: { volume: { existingClaim: 'files' } } },
    tenantSecrets: {
      volume: { existingClaim: 'tenant-secrets' },
      readChain: 'env,filesystem,vault',
      writeTo: 'vault',
      environmentPrefix: 'ALGA_',
      vault: {
        address: 'https://vault.example.com:8200',
        token: { existingSecret: 'vault-credentials', key: 'VAULT_TOKEN' },
        applicationPath: 'kv/data/app/secrets',
        tenantPath: 'kv/data/tenants/{tenantId}/secrets',
      },
    },
    mail: {
      type: 'smtp',
      smtp: { host: 'smtp.example.com', from: 'alga@example.com', username: 'alga' },
    },
    temporal: { jobRunner: 'temporal' },
    integrations: {
      google: {
        enabled: true,
        projectId: 'alga',
        redirectUri: 'https://psa.example.com/api/auth/google/callback',
      },
      googleSignIn: { enabled: true },
      microsoft: {
        enabled: true,
        tenantId: 'common',
        redirectUri: 'https://psa.example.com/api/auth/microsoft/callback',
      },
      teamsBot: { enabled: true },
      openai: { enabled: true },
      anthropic: { enabled: true },
      chatProvider: 'vertex',
      vertex: {
        projectId: 'alga',
        location: 'europe-west4',
        model: 'gemini',
        baseUrl: 'https://vertex.example.com',
        serviceAccount: { existingSecret: 'vertex', key: 'credentials.json' },
      },
      stripe: {
        enabled: true,
        masterTenant: { existingSecret: 'alga-psa-shared', key: 'MASTER_BILLING_TENANT_ID' },
        prices: {
          pro: 'price_1',
          proAnnual: 'price_2',
          earlyAdoptersBase: 'price_3',
          earlyAdoptersBaseAnnual: 'price_4',
          earlyAdoptersUser: 'price_5',
          earlyAdoptersUserAnnual: 'price_6',
        },
      },
      applePurchases: { enabled: true },
      appleSignIn: { enabled: true },
      xero: { enabled: true },
      ninjaone: { enabled: true, region: 'EU' },
      ipinfo: { enabled: true },
      store: { enabled: true, url: 'https://store.example.com' },
      license: {
        url: 'https://license.example.com',
        secret: {
          existingSecret: 'alga-core-sebastian-secrets',
          key: 'ALGA_LICENSE_SERVICE_SECRET',
        },
      },
      runner: {
        url: 'https://runner.example.com',
        token: { existingSecret: 'runner', key: 'token' },
        debug: {
          url: { existingSecret: 'runner', key: 'redis' },
          prefix: 'ext-debug:',
          maxLength: 2000,
        },
      },
    },
    tls: {
      enabled: true,
      image: { digest },
      existingSecret: 'psa-tls',
      issuer: { name: 'site-authority', kind: 'StepIssuer', group: 'certmanager.step.sm' },
      service: { type: 'LoadBalancer', port: 8443, nodePort: 30_443 },
    },
    ingress: {
      enabled: true,
      className: 'nginx',
      annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '200m' },
      tlsSecret: 'psa-tls',
    },
    networkPolicy: { enabled: true },
    metrics: {
      enabled: true,
      namespace: 'observability',
      podMonitor: { interval: '1m' },
      postgres: { image: { digest } },
      redis: { image: { digest }, resources: { limits: { cpu: '50m' } } },
    },
    pods: { ...everyPodSetting, imagePullSecrets: ['harbor-credentials'] },
  },
  minimal: {
    edition: 'community',
    bootstrap: { seeds: false, extensions: '' },
    postgres: { type: 'external', external: { host: 'postgres.example.com' } },
    redis: { type: 'external', external: { host: 'redis.example.com' } },
    storage: { type: 's3', s3: { bucket: 'alga-files' } },
  },
} satisfies Scenarios<typeof values>;
