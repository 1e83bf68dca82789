import { type AirGap, cosignVerification } from '@helm-charts/types';

/** Where a site keeps the charts and the profile itself. */
export interface Registry {
  /** `oci://registry.site/alga`; undefined for the profile's own. */
  readonly url: string | undefined;
  /** It speaks plain HTTP. */
  readonly insecure: boolean;
  /** Secret with the public keys that everything in it is signed with; undefined for what the profile says. */
  readonly keysSecret?: string | undefined;
}

/** The variant of a profile with the site's registry in place of the profile's. */
export const registryOf = (
  airGap: AirGap,
  { url, insecure, keysSecret: secret }: Registry,
): AirGap => {
  if (url === undefined && secret === undefined) return airGap;
  const own = parentOf(airGap.source.spec?.url ?? '');
  const moved = <T extends AirGap['source']>(source: T): T => {
    const { spec } = source;
    if (spec === undefined) return source;
    const path = spec.url.slice(own.length);
    return {
      ...source,
      spec: {
        ...spec,
        ...(url !== undefined && { url: url.replace(/\/+$/, '') + path }),
        ...(insecure && { insecure }),
        ...(secret !== undefined && { verify: cosignVerification({ secret }) }),
      },
    };
  };
  const charts = Object.entries(airGap.charts).map(([name, source]) => [name, moved(source)]);
  return { ...airGap, source: moved(airGap.source), charts: Object.fromEntries(charts) };
};

/** The artifact of the profile lies in the registry's folder by its own name. */
const parentOf = (url: string): string => url.slice(0, url.lastIndexOf('/'));
