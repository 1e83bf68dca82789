import {
  given,
  helper,
  host,
  object,
  optional,
  port,
  type Ref,
  type Refs,
  string,
  text,
  type ValueOf,
} from '@helm-charts/types';
import { serviceHost } from './installation.ts';

/** The values by which a client finds Temporal. */
export const temporalMembers = {
  host: optional(host('Its name or address; without it temporal-frontend in the namespace.')),
  port: port('Its port.', { default: 7233 }),
  namespace: string('Namespace of the workflows.', { default: 'default', minLength: 1 }),
};

/** How a client finds Temporal. */
export const temporal = object('The engine of workflows.', temporalMembers);

interface Client {
  readonly clusterDomain: Ref<string>;
  readonly temporal: Refs<ValueOf<typeof temporal>>;
}

/** How a client finds Temporal. */
export const temporalVariables = (v: Client) => {
  const host = given(v.temporal.host, (own) => own, serviceHost(v, 'temporal-frontend'));
  return {
    TEMPORAL_ADDRESS: text`${helper('temporalHost', host)}:${v.temporal.port}`,
    TEMPORAL_NAMESPACE: v.temporal.namespace,
  };
};
