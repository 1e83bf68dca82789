import { tenantSecretsFolder } from '@helm-charts/alga';
import {
  claim,
  claimed,
  deployment,
  probes,
  requests,
  scratch,
  secretFiles,
  service,
} from '@helm-charts/blocks';
import { chosen, each, given, names, restrictedContainer } from '@helm-charts/types';
import { server as component } from './component.ts';
import { vertexKey } from './environment/providers.ts';
import { serverEnvironment } from './environment/server.ts';
import { filesFolder } from './environment/storage.ts';
import { waitForBootstrap } from './gate.ts';
import type { Values } from './values.ts';

const claims = { files: names.of('storage'), tenantSecrets: names.of('tenant-secrets') };

export const server = (v: Values) => {
  const wait = waitForBootstrap(v);
  return [
    deployment(component, {
      pods: v.pods,
      user: v.server.user,
      spec: {
        terminationGracePeriodSeconds: 30,
        initContainers: [wait.container],
        containers: [container(v)],
        volumes: [...volumes(v), ...wait.volumes],
      },
    }),
    service(
      component,
      {
        name: 'http',
        port: v.server.service.port,
        nodePort: given(v.server.service.nodePort),
      },
      { type: v.server.service.type },
    ),
  ];
};

export const serverClaims = (v: Values) => [
  chosen(v.storage, 'local', ({ volume }) => claim(component, claims.files, volume)),
  claim(component, claims.tenantSecrets, v.tenantSecrets.volume),
];

const container = (v: Values) =>
  restrictedContainer({
    name: 'sebastian',
    image: v.server.image,
    command: ['./entrypoint.sh'],
    env: serverEnvironment(v),
    ports: [{ name: 'http', containerPort: 3000 }],
    // That it lives matters: the start of the image sleeps for ever when the server has died.
    ...probes(requests('/api/healthz'), { startSeconds: 600 }),
    resources: v.server.resources,
    volumeMounts: [
      chosen(v.storage, 'local', () => ({ name: 'files', mountPath: filesFolder })),
      { name: 'tenant-secrets', mountPath: tenantSecretsFolder },
      { name: 'tmp', mountPath: '/tmp' },
      each(v.server.writable, (mountPath, subPath) => ({ name: 'writable', mountPath, subPath })),
      given(v.integrations.vertex, () => ({
        name: 'vertex',
        mountPath: vertexKey.folder,
        readOnly: true,
      })),
    ],
  });

const volumes = (v: Values) => [
  chosen(v.storage, 'local', ({ volume }) => claimed('files', claims.files, volume)),
  claimed('tenant-secrets', claims.tenantSecrets, v.tenantSecrets.volume),
  scratch('tmp', v.server.writableSize),
  scratch('writable', v.server.writableSize),
  given(v.integrations.vertex, ({ serviceAccount: { existingSecret, key } }) =>
    secretFiles('vertex', existingSecret, { [vertexKey.file]: key }),
  ),
];
