import { host, oneOf, type Ref, type Refs, release, text, type ValueOf } from '@helm-charts/types';

/** Edition of the application. */
export const edition = oneOf('Edition of the application.', ['community', 'enterprise'], {
  default: 'enterprise',
});

/** Deployment profile of the application. */
export const deploymentProfile = oneOf(
  'Deployment profile of the application.',
  ['hosted', 'appliance'],
  {
    default: 'appliance',
  },
);

/** DNS domain of the cluster. */
export const clusterDomain = host('DNS domain of the cluster.', { default: 'cluster.local' });

interface InCluster {
  readonly clusterDomain: Refs<ValueOf<typeof clusterDomain>>;
}

/** The fully qualified DNS name of a Service in the namespace of the release. */
export const serviceHost = (
  { clusterDomain }: InCluster,
  name: string | Ref<string>,
): Ref<string> => text`${name}.${release.namespace}.svc.${clusterDomain}`;
