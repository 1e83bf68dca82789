import type { IHelmRepository } from '@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1';
import type { Node } from '../values/node.ts';

/** A chart that others publish in a Helm repository, in exactly one version. */
export interface RemoteChart<T = unknown> {
  readonly name: string;
  /** A range would let it be upgraded without a change of the profile, before what it depends on. */
  readonly version: string;
  readonly repository: IHelmRepository;
  /** Its values as far as the profile sets them, so that a misspelt key does not compile. */
  readonly values: Node<T>;
}

/** Defines a chart of somebody else. Throws a TypeError on a version that is not exact. */
export const remoteChart = <T>(chart: RemoteChart<T>): RemoteChart<T> => {
  if (/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(chart.version)) return chart;
  throw new TypeError(`the version "${chart.version}" of the chart ${chart.name} is not exact`);
};

/** Whether a chart is one of somebody else. */
export const isRemote = (chart: object): chart is RemoteChart => 'repository' in chart;
