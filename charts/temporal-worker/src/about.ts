import { applicationSecret, workerAbout } from '@helm-charts/alga';

/** Variables of the original chart or its image that are not set, and why. */
export const unset = {
  NM_STORE_URL: 'nothing reads it; `NM_STORE_BASE_URL` and `NMSTORE_BASE_URL` are read',
  PORTAL_DOMAIN_BASE_VIRTUAL_SERVICE: 'it names an object of Istio, which is not there',
};

export const about = workerAbout({
  summary: `Deployment and Service are called \`temporal-worker\` (8080) for a release of that name. Where Temporal is not there yet, the worker
ends and is started anew. It serves the queues of \`temporal.taskQueues\`, \`alga-jobs\` and \`sla-workflows\`;
\`workflow-runtime-v2\` belongs to \`workflow-worker\`.`,
  secrets: {
    [applicationSecret]: ['NEXTAUTH_SECRET'],
    'alga-psa-shared': ['ALGA_AUTH_KEY'],
  },
  leftOut: `Roles in the namespaces of Istio, with which certificates of portal domains are copied: Istio is not there, the original chart fails for
its namespace, and a worker that may write Secrets of others is worth more thought; so the pod has no token, and the queue
\`portal-domain-workflows\` is not served unless it is asked for. \`INTERNAL_API_SHARED_SECRET\`, unless \`internalSecret\` is given: nothing
that is known of server and worker reads it, so no Secret of the server holds it, and a placeholder would be worse than nothing.`,
  unset,
  differences: {
    '`ALGA_AUTH_KEY` and `INTERNAL_API_SHARED_SECRET` are `change-me-in-production`':
      '`ALGA_AUTH_KEY` is that of the server, by the same Secret',
    '`NEXTAUTH_SECRET` is missing where Vault is on, and the worker refuses to start':
      'always there, under both of its names',
    '`APPLICATION_URL` names `alga-core`, which is no Service': 'the Service `alga-core-sebastian`',
    '`ITERATIONS` is 1000 on the appliance, and nobody can log in':
      '10000, from `crypto`, as the server has it',
    '`MAX_CONCURRENT_*` stand in a ConfigMap that nothing mounts':
      '`temporal.activities` and `temporal.workflowTasks`',
    'the queue of the other worker can be given, and the worker ends at once': 'it is refused',
    '`REDIS_*` only as further variables': '`redis`, as the other workers have it',
    'no `EDITION`': '`EDITION` and `NEXT_PUBLIC_EDITION`',
    'what tenants entrust to the server cannot be read': 'the volume of the server is mounted',
    '`RESEND_API_KEY`, `STRIPE_SECRET_KEY`: optional references':
      'only where `integrations` switch them on; Stripe as the server has it',
    'the tenant that bills the others is a value': 'a key of a Secret, as the server has it',
    'ready as soon as it lives': '`/ready` and `/health` are asked apart',
    'the image has no name': '`ghcr.io/nine-minds/temporal-worker`',
    'the selector has no component':
      'it has: a Deployment of the original chart must be deleted before',
  },
});
