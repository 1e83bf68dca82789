import { object, type Ref, type Refs, text, type ValueOf } from '@helm-charts/types';
import { peerService, peerServiceHost } from './peer-service.ts';

/** Connection of a worker to the server. */
export const server = object(
  'Connection to the application server.',
  peerService('alga-core-sebastian', 3000),
);

interface Client {
  readonly clusterDomain: Ref<string>;
  readonly server: Refs<ValueOf<typeof server>>;
}

/** URL of the server inside the cluster. */
export const serverUrl = (v: Client): Ref<string> => {
  const host = peerServiceHost('serverHost', v, v.server.host, 'alga-core-sebastian');
  return text`http://${host}:${v.server.port}`;
};
