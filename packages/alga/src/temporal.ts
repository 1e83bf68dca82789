import { object, type Ref, type Refs, string, text, type ValueOf } from '@helm-charts/types';
import { peerService, peerServiceHost } from './peer-service.ts';

/** The values by which a client finds Temporal. */
export const temporalMembers = {
  ...peerService('temporal-frontend', 7233),
  namespace: string('Temporal namespace of the workflows.', { default: 'default', minLength: 1 }),
};

/** How a client finds Temporal. */
export const temporal = object('Connection to Temporal.', temporalMembers);

interface Client {
  readonly clusterDomain: Ref<string>;
  readonly temporal: Refs<ValueOf<typeof temporal>>;
}

/** How a client finds Temporal. */
export const temporalVariables = (v: Client) => {
  const host = peerServiceHost('temporalHost', v, v.temporal.host, 'temporal-frontend');
  return {
    TEMPORAL_ADDRESS: text`${host}:${v.temporal.port}`,
    TEMPORAL_NAMESPACE: v.temporal.namespace,
  };
};
