import { conditionOf, type LiveObject } from '../api/object.ts';
import type { Session } from '../session.ts';

/** The Certificate of cert-manager that writes a Secret; undefined where there is none, or cert-manager is not installed. */
export const certificateFor = async (
  { api, site }: Session,
  secret: string,
): Promise<LiveObject | undefined> => {
  const kind = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate' };
  const all = await api.list(kind, site.targetNamespace);
  return all.find(({ spec }) => (spec as Spec | undefined)?.secretName === secret);
};

interface Spec {
  readonly secretName?: string;
}

/** What cert-manager says of a Certificate that is not ready; undefined where it is. */
export const notReady = (certificate: LiveObject): string | undefined => {
  const ready = conditionOf(certificate, 'Ready');
  if (ready?.status === 'True') return undefined;
  const { name, namespace } = certificate.metadata;
  const why =
    ready?.message ?? 'cert-manager has not looked at it yet; is it installed and running?';
  return `${why}; see "kubectl describe certificate --namespace ${namespace} ${name}"`;
};
