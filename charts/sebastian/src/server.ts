import { tenantSecretsFolder } from '@helm-charts/alga';
import {
  claim,
  configMapVolume,
  deployment,
  emptyDir,
  httpProbe,
  probes,
  replicas,
  scale,
  secretVolume,
  service,
  topologySpread,
} from '@helm-charts/blocks';
import {
  each,
  file,
  ifSet,
  manifest,
  named,
  names,
  restrictedContainer,
  when,
  whenCase,
} from '@helm-charts/types';
import { server as component } from './component.ts';
import { vertexKey } from './environment/providers.ts';
import { serverEnvironment } from './environment/server.ts';
import { filesFolder } from './environment/storage.ts';
import { folderVolumes, hasVolume, serverClaimNames } from './folders.ts';
import { restoreFiles, restoreFilesVolumes } from './restore-files.ts';
import type { Values } from './values.ts';
import { waitForOwnBootstrap } from './wait-for-bootstrap.ts';

const scripts = named(component, names.withSuffix('server'));
const start = file('start-server.sh');
const awaitTemporal = file('await-temporal.cjs');

export const server = (v: Values) => {
  const wait = waitForOwnBootstrap(v);
  return [
    manifest('ConfigMap', scripts, {
      data: { 'start-server.sh': start, 'await-temporal.cjs': awaitTemporal },
    }),
    deployment(component, {
      pods: v.pods,
      user: v.server.user,
      replicas: replicas(v.server.scaling),
      // A volume may be mountable on one node only, so the old pod must release it first.
      strategy: when(hasVolume(v), 'Recreate', 'RollingUpdate'),
      spec: {
        topologySpreadConstraints: topologySpread(component, v.server.topologyKey),
        terminationGracePeriodSeconds: 30,
        initContainers: [restoreFiles(v), wait.container],
        containers: [container(v)],
        volumes: [...volumes(v), ...restoreFilesVolumes(v), ...wait.volumes],
      },
    }),
    service(
      component,
      {
        name: 'http',
        port: v.server.service.port,
        nodePort: ifSet(v.server.service.nodePort),
      },
      { type: v.server.service.type },
    ),
    ...scale(component, v.server.scaling),
  ];
};

export const serverClaims = (v: Values) => [
  whenCase(v.storage, 'local', ({ volume }) => claim(component, serverClaimNames.files, volume)),
  when(
    v.tenantSecrets.volume.enabled,
    claim(component, serverClaimNames.tenantSecrets, v.tenantSecrets.volume),
  ),
];

const container = (v: Values) =>
  restrictedContainer({
    name: 'sebastian',
    image: v.server.image,
    // Ends in ./entrypoint.sh of the image.
    command: ['/bin/sh', '/scripts/start-server.sh'],
    env: serverEnvironment(v),
    ports: [{ name: 'http', containerPort: 3000 }],
    // The liveness probe is needed: the entrypoint of the image sleeps forever after the server has exited.
    ...probes(httpProbe('/api/healthz'), { startSeconds: 600 }),
    resources: v.server.resources,
    volumeMounts: [
      whenCase(v.storage, 'local', () => ({ name: 'files', mountPath: filesFolder })),
      when(v.tenantSecrets.volume.enabled, {
        name: 'tenant-secrets',
        mountPath: tenantSecretsFolder,
      }),
      { name: 'server-scripts', mountPath: '/scripts', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
      each(v.server.writable, (mountPath, subPath) => ({ name: 'writable', mountPath, subPath })),
      ifSet(v.integrations.vertex, () => ({
        name: 'vertex',
        mountPath: vertexKey.folder,
        readOnly: true,
      })),
    ],
  });

const volumes = (v: Values) => [
  ...folderVolumes(v),
  configMapVolume('server-scripts', scripts.name),
  emptyDir('tmp', v.server.writableSize),
  emptyDir('writable', v.server.writableSize),
  ifSet(v.integrations.vertex, ({ serviceAccount: { existingSecret, key } }) =>
    secretVolume('vertex', existingSecret, { [vertexKey.file]: key }),
  ),
];
