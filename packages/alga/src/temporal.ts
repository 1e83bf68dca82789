import { object, type Ref, type Refs, string, text, type ValueOf } from '@helm-charts/types';
import { peerService, peerServiceHost } from './peer-service.ts';

/** Values of the connection to Temporal. */
export const temporalMembers = {
  ...peerService('temporal-frontend', 7233),
  namespace: string('Temporal namespace of the workflows.', { default: 'default', minLength: 1 }),
};

/** Connection to Temporal. */
export const temporal = object('Connection to Temporal.', temporalMembers);

interface Client {
  readonly clusterDomain: Ref<string>;
  readonly temporal: Refs<ValueOf<typeof temporal>>;
}

/** Environment variables of the connection to Temporal. */
export const temporalVariables = (v: Client) => {
  const host = peerServiceHost('temporalHost', v, v.temporal.host, 'temporal-frontend');
  return {
    TEMPORAL_ADDRESS: text`${host}:${v.temporal.port}`,
    TEMPORAL_NAMESPACE: v.temporal.namespace,
  };
};
