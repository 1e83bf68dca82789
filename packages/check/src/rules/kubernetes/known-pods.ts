import type { Service } from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';

/** The Services with a selector whose pods must be among the objects, since everything that can create them is rendered. */
export const servicesWithKnownPods = ({ services, seesPods }: Context): readonly Service[] =>
  services.filter(
    ({ selector, object, namespace }) =>
      Object.keys(selector).length > 0 && seesPods(object, namespace, 'own'),
  );
