import {
  given,
  helper,
  host,
  object,
  optional,
  port,
  type Ref,
  type Refs,
  text,
  type ValueOf,
} from '@helm-charts/types';
import { serviceHost } from './installation.ts';

/** How a worker reaches the server. */
export const server = object('The server of the application.', {
  host: optional(host('Its name or address; without it alga-core-sebastian in the namespace.')),
  port: port('Its port.', { default: 3000 }),
});

interface Client {
  readonly clusterDomain: Ref<string>;
  readonly server: Refs<ValueOf<typeof server>>;
}

/** The address of the server within the cluster. */
export const serverUrl = (v: Client): Ref<string> => {
  const host = given(v.server.host, (own) => own, serviceHost(v, 'alga-core-sebastian'));
  return text`http://${helper('serverHost', host)}:${v.server.port}`;
};
