import { passwordHashing, temporalVariables } from '@helm-charts/alga';
import { credential, environment, ifSet } from '@helm-charts/types';
import { port, type Values } from './values.ts';

/** Environment variables of this worker only. */
export const variables = (v: Values) => {
  const { secrets, workflow } = v;
  const { events, streams } = workflow;
  return environment({
    PORT: port.number,
    ...temporalVariables(v),
    ...passwordHashing(v),
    CRYPTO_KEY: credential(secrets.existingSecret, secrets.keys.crypt),
    TOKEN_SECRET_KEY: credential(secrets.existingSecret, secrets.keys.token),
    WORKFLOW_RUNTIME_V2_EVENT_CONSUMER_GROUP: events.consumerGroup,
    WORKFLOW_RUNTIME_V2_EVENT_BATCH_SIZE: events.batch,
    WORKFLOW_RUNTIME_V2_EVENT_POLL_INTERVAL_MS: events.pollMilliseconds,
    WORKFLOW_RUNTIME_V2_EVENT_CORRELATION_PATHS_JSON: ifSet(workflow.correlationPaths),
    WORKFLOW_REDIS_STREAM_PREFIX: streams.prefix,
    WORKFLOW_REDIS_CONSUMER_GROUP: streams.consumerGroup,
    WORKFLOW_REDIS_BATCH_SIZE: streams.batch,
    WORKFLOW_REDIS_IDLE_TIMEOUT_MS: streams.idleMilliseconds,
    MAX_RETRIES: streams.retries,
    WORKFLOW_WORKER_VERBOSE: workflow.verbose,
  });
};
