import { serviceHost, temporaryHome } from '@helm-charts/alga';
import { deployment, emptyDir, httpProbe, probes, service } from '@helm-charts/blocks';
import { environment, match, names, restrictedContainer, text, when } from '@helm-charts/types';
import { hocuspocus as component } from './component.ts';
import { collaboration } from './environment/collaboration.ts';
import { hocuspocusDatabase, store } from './environment/data.ts';
import type { Values } from './values.ts';
import { waitForOwnBootstrap } from './wait-for-bootstrap.ts';

export const hocuspocus = (v: Values) => {
  const wait = waitForOwnBootstrap(v);
  return when(v.hocuspocus.enabled, [
    // Two pods at once would hold different versions of a document.
    deployment(component, {
      pods: v.pods,
      user: v.hocuspocus.user,
      spec: {
        initContainers: [wait.container],
        containers: [container(v)],
        volumes: [emptyDir('tmp', '256Mi'), ...wait.volumes],
      },
    }),
    service(component, { name: 'http', port: v.hocuspocus.service.port }),
  ]);
};

/** Hocuspocus responds to any request that is not for a document. */
const answers = httpProbe('/health');

const container = (v: Values) =>
  restrictedContainer({
    name: 'hocuspocus',
    image: v.hocuspocus.image,
    // The entrypoint of the image requires root and logs the first characters of a password.
    command: ['npm', 'start'],
    env: variables(v),
    ports: [{ name: 'http', containerPort: v.hocuspocus.service.port }],
    ...probes(answers, { startSeconds: 300 }),
    resources: v.hocuspocus.resources,
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
  });

const variables = (v: Values) => {
  const api = text`http://${serviceHost(v, names.fullname)}:${v.server.service.port}/api`;
  return environment({
    NODE_ENV: 'production',
    PORT: v.hocuspocus.service.port,
    ...hocuspocusDatabase(v),
    ...store(v),
    REDIS_USERNAME: 'default',
    REDIS_DB: match(v.redis, { inChart: () => 1, external: (own) => own.hocuspocusDatabase }),
    REDIS_PREFIX: 'alga-psa:',
    ...collaboration(v),
    AI_DOCUMENT_API_URL: text`${api}/v1/ai/document-assist`,
    COLLAB_PERSIST_API_URL: text`${api}/internal/collab/persist`,
    COLLAB_PERSIST_DEBOUNCE_MS: v.hocuspocus.persist.afterMilliseconds,
    COLLAB_PERSIST_MAX_DEBOUNCE_MS: v.hocuspocus.persist.atLatestMilliseconds,
    ...temporaryHome,
  });
};
