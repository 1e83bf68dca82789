import type { Context } from '@helm-charts/check';
import { listensOn, type Pod } from '@helm-charts/kubernetes';

/** The pods that listen on the port of Temporal's frontend. */
export const temporalServers = ({ pods }: Pick<Context, 'pods'>): readonly Pod[] =>
  pods.filter(({ containers }) => containers.some((container) => listensOn(container, 7233)));
