import type { Service } from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';

/**
 * The Services that select pods which would be among the objects. A Service that Flux applies may select the pods of a
 * release that is not rendered here.
 */
export const servicesWithKnownPods = ({
  services,
  helmReleases,
  releases,
}: Context): readonly Service[] =>
  services.filter(
    ({ selector, object: { release } }) =>
      Object.keys(selector).length > 0 &&
      (release !== undefined || releases.length >= helmReleases.length),
  );
