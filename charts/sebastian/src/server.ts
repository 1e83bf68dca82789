import { chosen, each, given, manifest, names, restrictedContainer } from '@helm-charts/types';
import { server as component } from './component.ts';
import { vertexKey } from './environment/providers.ts';
import { serverEnvironment } from './environment/server.ts';
import { folders } from './environment/storage.ts';
import { gateVolumes, waitForBootstrap } from './gate.ts';
import { pod } from './pod.ts';
import { probes, requests } from './probe.ts';
import type { Values } from './values.ts';
import { claim, claimed, scratch } from './volume.ts';

const claims = { files: names.of('storage'), tenantSecrets: names.of('tenant-secrets') };

export const server = (v: Values) => [
  manifest('Deployment', component, {
    spec: {
      replicas: 1,
      // Two servers must not write the same volumes, which are of one node.
      strategy: { type: 'Recreate' },
      // More than the half hour that Flux waits for the release, so that a slow image or bootstrap is not a failure.
      progressDeadlineSeconds: 3600,
      selector: { matchLabels: component.selector },
      template: pod(component, v, {
        user: v.server.user,
        spec: {
          terminationGracePeriodSeconds: 30,
          initContainers: [waitForBootstrap(v)],
          containers: [container(v)],
          volumes: [...volumes(v), ...gateVolumes(v)],
        },
      }),
    },
  }),
  manifest('Service', component, {
    spec: {
      type: v.server.service.type,
      selector: component.selector,
      ports: [
        {
          name: 'http',
          port: v.server.service.port,
          targetPort: 'http',
          nodePort: given(v.server.service.nodePort),
        },
      ],
    },
  }),
];

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
      chosen(v.storage, 'local', () => ({ name: 'files', mountPath: folders.files })),
      { name: 'tenant-secrets', mountPath: folders.tenantSecrets },
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
  given(v.integrations.vertex, ({ serviceAccount: { existingSecret, key } }) => ({
    name: 'vertex',
    secret: {
      secretName: existingSecret,
      defaultMode: 0o440,
      items: [{ key, path: vertexKey.file }],
    },
  })),
];
