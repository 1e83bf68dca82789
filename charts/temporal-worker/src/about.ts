import { applicationSecret, workerAbout } from '@helm-charts/alga';

/** Variables of the original chart or its image that are not set, and why. */
export const unset = {
  NM_STORE_URL: 'nothing reads it; `NM_STORE_BASE_URL` and `NMSTORE_BASE_URL` are read',
  PORTAL_DOMAIN_BASE_VIRTUAL_SERVICE: 'it names an Istio object, and Istio is not installed',
};

export const about = workerAbout({
  summary: `The Deployment and the Service of a release named \`temporal-worker\` have that name; the port is 8080. Until Temporal is ready, the container
exits and is restarted. The worker polls the task queues in \`temporal.taskQueues\`, \`alga-jobs\` and \`sla-workflows\`;
\`workflow-worker\` polls \`workflow-runtime-v2\`.`,
  secrets: {
    [applicationSecret]: ['NEXTAUTH_SECRET'],
    'alga-psa-shared': ['ALGA_AUTH_KEY'],
  },
  leftOut: `The roles with which the worker copies certificates of portal domains to the namespace of Istio: Istio is not installed, and a worker should
not write Secrets of other namespaces. The pod has no token, and the queue \`portal-domain-workflows\` is not polled unless you add it to
\`temporal.taskQueues\`. \`INTERNAL_API_SHARED_SECRET\` is set only where \`internalSecret\` is: the server and the worker are not known to read it.`,
  unset,
  differences: {
    '`ALGA_AUTH_KEY` and `INTERNAL_API_SHARED_SECRET` are `change-me-in-production`':
      '`ALGA_AUTH_KEY` comes from the Secret of the server',
    '`NEXTAUTH_SECRET` is missing with Vault, and the worker refuses to start':
      'always set, under both of its names',
    '`APPLICATION_URL` names `alga-core`, which is no Service, and stands in mails':
      'the address for users; requests go to the Service `alga-core-sebastian` (`ALGA_APP_BASE_URL`)',
    '`NEXT_PUBLIC_BASE_URL` has its own value, without a port':
      'the address for users from `global.address`, as in the server; `NEXTAUTH_URL` and `NEXT_PUBLIC_APP_URL`, too',
    '`ITERATIONS` is 1000 on the appliance, and nobody can log in':
      '10000, from `crypto`, as in the server',
    '`MAX_CONCURRENT_*` is in a ConfigMap that nothing mounts':
      '`temporal.activities` and `temporal.workflowTasks`',
    'the queue of the other worker can be set, and the worker exits at once': 'a rule refuses it',
    '`REDIS_*` only as extra variables': '`redis`, as in the other workers',
    'no `EDITION`': '`EDITION` and `NEXT_PUBLIC_EDITION`',
    'the secrets of tenants cannot be read': 'the pod mounts the volume of the server',
    '`RESEND_API_KEY`, `STRIPE_SECRET_KEY`: optional references':
      'set only where `integrations` enables them; Stripe as in the server',
    'the ID of the tenant that bills the other tenants is a value':
      'a key of a Secret, as in the server',
    'readiness uses an endpoint that always says yes':
      'the pod is ready when Temporal sees it poll each of its task queues',
    'the image has no repository': '`ghcr.io/nine-minds/temporal-worker`',
    'the selector has no component label':
      'it has one: delete a Deployment of the original chart first',
  },
});
