import {
  deployment,
  emptyDir,
  httpProbe,
  networkPolicy,
  probes,
  service,
} from '@helm-charts/blocks';
import { environment, restrictedContainer, when } from '@helm-charts/types';
import { ui as component } from './component.ts';
import { address } from './server.ts';
import type { Values } from './values.ts';

export const ui = (v: Values) =>
  when(v.ui.enabled, [
    deployment(component, {
      pods: v.pods,
      user: v.server.user,
      spec: { containers: [container(v)], volumes: [emptyDir('tmp', '64Mi')] },
    }),
    service(component, { name: 'http', port: v.ui.port }),
    when(v.networkPolicy.enabled, networkPolicy(component, { from: 'namespace', port: 'http' })),
  ]);

const container = (v: Values) =>
  restrictedContainer({
    name: 'ui',
    image: v.ui.image,
    env: environment({ TEMPORAL_ADDRESS: address(v), TEMPORAL_UI_PORT: v.ui.port }),
    ports: [{ name: 'http', containerPort: v.ui.port }],
    ...probes(httpProbe('/healthz'), { startSeconds: 300 }),
    resources: v.ui.resources,
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
  });
