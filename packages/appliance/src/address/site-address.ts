import {
  Failure,
  type Manifest,
  objectIdOf,
  type ProfileAddress,
  type SiteAddress,
  siteAddress,
} from '@helm-charts/types';
import { parseDocument, stringify } from 'yaml';
import { type Reference, reference } from '../api/object.ts';
import { labels } from '../secrets.ts';
import type { Session } from '../session.ts';

/** The address for users: that of the site, or else that of the profile. */
export const addressOf = async (
  { api, site }: Session,
  { preset }: ProfileAddress,
): Promise<SiteAddress> => {
  const of = reference('v1', 'ConfigMap', siteAddress, site.releaseNamespace);
  const live = await api.get(of);
  const { [key]: text = '' } = (live?.data ?? {}) as Readonly<Record<string, string>>;
  const document = parseDocument(text);
  if (document.errors.length > 0) throw unreadable(of);
  const values = document.toJS() as Values | null;
  return { ...preset, ...values?.global?.address };
};

/** The ConfigMap with an address, which all releases of the profile read. */
export const addressMap = ({ site }: Session, address: SiteAddress): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: siteAddress,
    namespace: site.releaseNamespace,
    // Without this label helm-controller notices a change at the next interval only.
    labels: { ...labels(site.name), 'reconcile.fluxcd.io/watch': 'Enabled' },
  },
  data: { [key]: stringify({ global: { address } } satisfies Values) },
});

interface Values {
  readonly global?: { readonly address?: Partial<SiteAddress> };
}

const key = 'values.yaml';

/** Somebody has edited it by hand. */
const unreadable = (of: Reference): Failure =>
  new Failure(2, [
    {
      rule: 'address',
      severity: 'error',
      object: objectIdOf(of),
      message: `its ${key} is no YAML`,
      fix: 'write it again with "alga-appliance deploy --address URL"',
    },
  ]);
