import { credentialOf, integrationVariables } from '@helm-charts/alga';
import { environment, ifSet } from '@helm-charts/types';
import type { Values } from '../values.ts';

export const workflows = (v: Values) => ({
  TEMPORAL_PORTAL_DOMAIN_TASK_QUEUE: v.temporal.portalDomainTaskQueue,
  JOB_RUNNER_TYPE: ifSet(v.temporal.jobRunner),
});

/** Tools for technicians. */
export const tools = ({ integrations: { xero, ninjaone, ipinfo, runner } }: Values) => [
  integrationVariables(xero, (keys) => ({ XERO_CLIENT_ID: keys.clientId })),
  integrationVariables(
    ninjaone,
    (keys) => ({
      NINJAONE_CLIENT_ID: keys.clientId,
      NINJAONE_CLIENT_SECRET: keys.clientSecret,
      NINJAONE_OAUTH_CLIENT_ID: keys.clientId,
      NINJAONE_OAUTH_CLIENT_SECRET: keys.clientSecret,
    }),
    { NINJAONE_DEFAULT_REGION: ninjaone.region },
  ),
  integrationVariables(ipinfo, (keys) => ({ IPINFO_API_TOKEN: keys.token })),
  ifSet(runner, ({ url, token, debug }) => [
    ...environment({
      RUNNER_BASE_URL: url,
      RUNNER_SERVICE_TOKEN: credentialOf(token),
    }),
    ifSet(debug, (stream) =>
      environment({
        RUNNER_DEBUG_REDIS_URL: credentialOf(stream.url),
        RUNNER_DEBUG_REDIS_STREAM_PREFIX: stream.prefix,
        RUNNER_DEBUG_REDIS_MAXLEN: stream.maxLength,
      }),
    ),
  ]),
];
