import { type Finding, objectIdOf } from '@helm-charts/types';
import { reference } from '../api/object.ts';
import { isFluxThere } from '../flux.ts';
import type { Session } from '../session.ts';

/** Flux is there. */
export const checkFlux = async (session: Session): Promise<readonly Finding[]> => {
  if (await isFluxThere(session)) return [];
  const { fluxNamespace } = session.site;
  return [
    {
      rule: 'flux',
      severity: 'error',
      object: objectIdOf(reference('v1', 'Namespace', fluxNamespace)),
      message: 'Flux is not installed here',
      fix: 'give its manifest to bootstrap with --flux-manifest, which "flux install --export" writes',
    },
  ];
};
