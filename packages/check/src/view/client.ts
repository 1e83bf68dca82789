import { type Address, addressesIn } from './address.ts';
import { settingsOf } from './environment.ts';
import type { Find } from './object.ts';
import type { Container, Pod } from './pod.ts';

/** A container with what it finds in its environment, and the Services that it is led to there. */
export interface Client {
  readonly pod: Pod;
  readonly container: Container;
  readonly settings: ReadonlyMap<string, string>;
  readonly addresses: readonly Address[];
}

/** Every container of some pods, as a client of others. */
export const clientsOf = (
  pods: readonly Pod[],
  find: Find,
  namespaces: ReadonlySet<string>,
): readonly Client[] =>
  pods.flatMap((pod) =>
    pod.containers.map((container) => {
      const settings = settingsOf(find, pod, container);
      const addresses = addressesIn(settings, pod.namespace, namespaces);
      return { pod, container, settings, addresses };
    }),
  );
