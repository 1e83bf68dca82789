import { host, oneOf, type Ref, type Refs, release, text, type ValueOf } from '@helm-charts/types';

/** Which edition an installation runs. */
export const edition = oneOf('Which edition runs.', ['community', 'enterprise'], {
  default: 'enterprise',
});

/** How an installation is operated. */
export const deploymentProfile = oneOf('How it is operated.', ['hosted', 'appliance'], {
  default: 'appliance',
});

/** The domain under which the cluster knows its Services. */
export const clusterDomain = host('Domain of the cluster.', { default: 'cluster.local' });

interface InCluster {
  readonly clusterDomain: Refs<ValueOf<typeof clusterDomain>>;
}

/** The name of a Service of the release's namespace, with the domain of the cluster. */
export const serviceHost = (
  { clusterDomain }: InCluster,
  name: string | Ref<string>,
): Ref<string> => text`${name}.${release.namespace}.svc.${clusterDomain}`;
