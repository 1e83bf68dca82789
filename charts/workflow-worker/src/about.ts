import { applicationSecret, workerAbout } from '@helm-charts/alga';

/** Variables of the original chart or its image that are not set, and why. */
export const unset = {
  WORKFLOW_DISTRIBUTED_MODE: 'nothing reads it',
  POLL_INTERVAL_MS: 'nothing reads it',
  CONCURRENCY_LIMIT: 'nothing reads it',
  HEALTH_CHECK_INTERVAL_MS: 'nothing reads it',
  METRICS_REPORTING_INTERVAL_MS: 'nothing reads it',
  WAIT_FOR_TEMPORAL: 'the image waits unless it is told not to',
  DEBUG_HANG_ON_FAILURE: 'a worker that has failed must end, or nobody starts it anew',
};

export const about = workerAbout({
  summary: `Deployment and Service are called \`workflow-worker\` (4000) for a release of that name. Besides the bootstrap of the server it
waits for Redis and Temporal, by the start of its image: it connects to Temporal once, and ends where it is not there. It serves
the queue \`workflow-runtime-v2\`.`,
  secrets: { [applicationSecret]: ['NEXTAUTH_SECRET', 'CRYPTR_KEY', 'TOKEN_SECRET_KEY'] },
  leftOut: '`applicationUrl`, which no template reads.',
  unset,
  differences: {
    '`NEXTAUTH_SECRET`, `TOKEN_SECRET_KEY` and `CRYPTO_KEY` are `change-me-in-prod`':
      'they are those of the server, by the same Secret',
    'no `EDITION`: files in object stores cannot be read': '`EDITION` and `NEXT_PUBLIC_EDITION`',
    '`TEMPORAL_*` only as further variables': '`temporal`, as the server has it',
    'passwords are hashed as the code has it': '`crypto`, as the server has it',
    '`WORKFLOW_RUNTIME_V2_EVENT_*` and `WORKFLOW_WORKER_VERBOSE` cannot be set':
      '`workflow.events` and `workflow.verbose`',
    'what tenants entrust to the server cannot be read': 'the volume of the server is mounted',
    'further variables lose their `valueFrom`': '`extraEnvironment` is a map of texts',
    'probes that are switched off': 'all three, always',
  },
});
