import { applicationSecret, workerAbout } from '@helm-charts/alga';

/** Variables of the original chart or its image that are not set, and why. */
export const unset = {
  WORKFLOW_DISTRIBUTED_MODE: 'nothing reads it',
  POLL_INTERVAL_MS: 'nothing reads it',
  CONCURRENCY_LIMIT: 'nothing reads it',
  HEALTH_CHECK_INTERVAL_MS: 'nothing reads it',
  METRICS_REPORTING_INTERVAL_MS: 'nothing reads it',
  WAIT_FOR_TEMPORAL: 'the image waits by default',
  DEBUG_HANG_ON_FAILURE: 'a failed worker must exit, or the kubelet does not restart it',
};

export const about = workerAbout({
  summary: `The Deployment and the Service of a release named \`workflow-worker\` have that name; the port is 4000. Besides the bootstrap of the server, the
worker waits for Redis and Temporal: if the container can't connect to Temporal, it exits and is restarted. It polls the task queue
\`workflow-runtime-v2\`.`,
  secrets: { [applicationSecret]: ['NEXTAUTH_SECRET', 'CRYPTR_KEY', 'TOKEN_SECRET_KEY'] },
  leftOut: '`applicationUrl`, which no template reads.',
  unset,
  differences: {
    '`NEXTAUTH_SECRET`, `TOKEN_SECRET_KEY` and `CRYPTO_KEY` are `change-me-in-prod`':
      'they come from the Secret of the server',
    'no `EDITION`, so files in object stores cannot be read': '`EDITION` and `NEXT_PUBLIC_EDITION`',
    '`TEMPORAL_*` only as extra variables': '`temporal`, as in the server',
    'passwords are hashed with the defaults of the code': '`crypto`, as in the server',
    '`WORKFLOW_RUNTIME_V2_EVENT_*` and `WORKFLOW_WORKER_VERBOSE` cannot be set':
      '`workflow.events` and `workflow.verbose`',
    'the secrets of tenants cannot be read': 'the pod mounts the volume of the server',
    'extra variables lose their `valueFrom`': '`extraEnvironment` is a map of texts',
    'links in mails begin with `http://localhost:3000`':
      'they begin with the address for users (`NEXTAUTH_URL`, `APPLICATION_URL`, `NEXT_PUBLIC_BASE_URL`, `NEXT_PUBLIC_APP_URL`)',
    'probes are off': 'startup, readiness and liveness probes',
  },
});
