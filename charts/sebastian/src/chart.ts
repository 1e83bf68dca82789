import { filesystemRule, publicUrl, vaultRule } from '@helm-charts/alga';
import { hasSeveralPods, scalingRules, serviceAccount } from '@helm-charts/blocks';
import { defineChart, equals, file, implies, isSet, not, release, rule } from '@helm-charts/types';
import { about } from './about.ts';
import { backup } from './backup.ts';
import { bootstrap } from './bootstrap.ts';
import { server as component } from './component.ts';
import { generatedSecrets } from './credentials.ts';
import { hasVolume } from './folders.ts';
import { hocuspocus } from './hocuspocus.ts';
import { ingress, networkPolicies } from './network.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';
import { scenarios } from './scenarios.ts';
import { server, serverClaims } from './server.ts';
import { tls } from './tls.ts';
import { values } from './values.ts';

export const chart = defineChart({
  name: 'sebastian',
  description:
    'Alga PSA: the server, its Postgres and Redis, and the bootstrap that brings them up.',
  version: '0.1.0',
  appVersion: '1.0.0',
  about,
  home: 'https://github.com/Nine-Minds/alga-psa',
  release: { name: 'alga-core', namespace: 'msp' },
  values,
  scenarios,
  clusters: { metrics: { apiVersions: ['monitoring.coreos.com/v1/PodMonitor'] } },

  rules: ({
    backup,
    database,
    postgres,
    tenantSecrets,
    storage,
    server: { service, scaling },
    tls: { service: entry },
  }) => [
    rule(
      'database.server.user is the superuser, which the server must not use: set another role.',
      not(equals(database.server.user, database.admin)),
    ),
    rule(
      'database.server.poolUser is the superuser, which the workers must not use: set another role.',
      not(equals(database.server.poolUser, database.admin)),
    ),
    rule(
      'database.hocuspocus.name is the database of the application; Hocuspocus needs its own: set another name.',
      not(equals(database.hocuspocus.name, database.server.name)),
    ),
    vaultRule(tenantSecrets),
    filesystemRule(tenantSecrets),
    rule(
      'server.scaling allows several pods, but only one pod can write to a volume of the server: set storage.type to s3, tenantSecrets.writeTo to vault and tenantSecrets.volume.enabled to false, or lower the number of pods to 1.',
      implies(hasSeveralPods(scaling), not(hasVolume({ storage, tenantSecrets }))),
    ),
    ...scalingRules(scaling, 'server.scaling'),
    rule(
      'backup.enabled needs the Postgres of this chart: set postgres.type to inChart, or back up the external Postgres where it runs.',
      implies(backup.enabled, equals(postgres.type, 'inChart')),
    ),
    rule(
      'server.service.nodePort needs a Service with a node port: set server.service.type to NodePort.',
      implies(isSet(service.nodePort), not(equals(service.type, 'ClusterIP'))),
    ),
    rule(
      'tls.service.nodePort needs a Service with a node port: set tls.service.type to NodePort.',
      implies(isSet(entry.nodePort), not(equals(entry.type, 'ClusterIP'))),
    ),
  ],

  manifests: (v) => ({
    backup: backup(v),
    bootstrap: bootstrap(v),
    hocuspocus: hocuspocus(v),
    ingress: ingress(v),
    networkpolicy: networkPolicies(v),
    persistentvolumeclaim: serverClaims(v),
    postgres: postgres(v),
    redis: redis(v),
    secret: generatedSecrets(v),
    server: server(v),
    serviceaccount: serviceAccount(component),
    tls: tls(v),
  }),

  notes: (v) =>
    file('NOTES.txt', {
      url: publicUrl(v),
      release: release.name,
      namespace: release.namespace,
      database: v.database.credentials.existingSecret,
      redis: v.redisCredentials.existingSecret,
      secrets: v.secrets.existingSecret,
      shared: v.sharedSecrets.existingSecret,
    }),
});
