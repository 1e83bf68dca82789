import { host, oneOf, type Ref, type Refs, release, text, type ValueOf } from '@helm-charts/types';

/** Which edition an installation runs. */
export const edition = oneOf('Edition of the application.', ['community', 'enterprise'], {
  default: 'enterprise',
});

/** How an installation is operated. */
export const deploymentProfile = oneOf(
  'Deployment profile that the application is told.',
  ['hosted', 'appliance'],
  {
    default: 'appliance',
  },
);

/** The domain under which the cluster knows its Services. */
export const clusterDomain = host('DNS domain of the cluster.', { default: 'cluster.local' });

interface InCluster {
  readonly clusterDomain: Refs<ValueOf<typeof clusterDomain>>;
}

/** The name of a Service of the release's namespace, with the domain of the cluster. */
export const serviceHost = (
  { clusterDomain }: InCluster,
  name: string | Ref<string>,
): Ref<string> => text`${name}.${release.namespace}.svc.${clusterDomain}`;
