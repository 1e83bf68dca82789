import { configMapVolume, job, memoryEmptyDir } from '@helm-charts/blocks';
import {
  environment,
  file,
  hash,
  imageName,
  named,
  names,
  restrictedContainer,
} from '@helm-charts/types';
import { schema as component } from './component.ts';
import { scriptMount, scripts, small } from './schema.ts';
import { address } from './server.ts';
import type { Values } from './values.ts';

const script = file('create-namespace.sh');

/** The Job that creates the Temporal namespace. It waits for the server; no other pod waits for it. */
export const namespace = (v: Values) =>
  job(
    named(
      component,
      names.withSuffix(
        'namespace',
        hash([imageName(v.schema.tools), script, v.namespace, address(v)]),
      ),
    ),
    {
      pods: v.pods,
      user: v.server.user,
      spec: {
        containers: [container(v)],
        volumes: [configMapVolume('scripts', scripts.name), memoryEmptyDir('tmp', '1Mi')],
      },
    },
  );

const container = (v: Values) =>
  restrictedContainer({
    name: 'create-namespace',
    image: v.schema.tools,
    command: ['/bin/sh', '/scripts/create-namespace.sh'],
    env: environment({
      TEMPORAL_ADDRESS: address(v),
      TEMPORAL_NAMESPACE: v.namespace.name,
      TEMPORAL_RETENTION: v.namespace.retention,
      NAMESPACE_WAIT_SECONDS: v.schema.waitSeconds,
    }),
    resources: small,
    volumeMounts: [scriptMount, { name: 'tmp', mountPath: '/tmp' }],
  });
