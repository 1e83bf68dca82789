import type { Finding } from '@helm-charts/types';
import { isFluxThere } from '../flux.ts';
import type { Session } from '../session.ts';

/** Flux is there. */
export const checkFlux = async (session: Session): Promise<readonly Finding[]> => {
  if (await isFluxThere(session)) return [];
  const { fluxNamespace } = session.site;
  const message =
    'Flux is not installed here; give its manifest to bootstrap with --flux-manifest, which "flux install --export" writes';
  return [{ rule: 'flux', severity: 'error', where: `Namespace ${fluxNamespace}`, message }];
};
