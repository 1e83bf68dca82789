import type { Service } from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';

/**
 * The Services whose pods must be among the objects. A Service that kustomize-controller applies may select
 * pods of a release that is not rendered here.
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
