import { readFileSync } from 'node:fs';
import { Failure, manifestId } from '@helm-charts/types';
import { parseDocument } from 'yaml';
import type { Permission } from '../api/api.ts';
import type { Reference } from '../api/object.ts';
import { applyObject } from '../apply.ts';
import { awaitDelivery } from '../delivery.ts';
import { preflight } from '../preflight/preflight.ts';
import { labels } from '../secrets.ts';
import { make, type Session } from '../session.ts';
import type { Site } from '../site.ts';
import { changeSource, type SourceOptions } from '../source.ts';

export interface DeployOptions extends SourceOptions {
  /** Values of the site for a release: `alga-core=values.yaml`. */
  readonly values: readonly string[];
}

/**
 * Changes what the site is to run, asks Flux to look at it now, and waits until it runs: the source, then the Kustomizations,
 * then the releases, each asked after what is before it is done.
 */
export const deploy = async (session: Session, options: DeployOptions): Promise<void> => {
  const { site } = session;
  const siteValues = readSiteValues(site, options.values);
  await preflight(session, { permissions: permissions(site), flux: true });
  await changeSource(session, options);
  for (const object of siteValues) await applyObject(session, object);
  const requestedAt = new Date().toISOString();
  const annotations = { 'reconcile.fluxcd.io/requestedAt': requestedAt };
  const layers = [
    [site.source],
    site.kustomizations,
    site.releases.map((release) => release.reference),
  ];
  for (const layer of layers) {
    for (const of of layer) await ask(session, of, annotations);
    await awaitDelivery(session, requestedAt, layer.map(manifestId));
  }
};

const ask = async (session: Session, of: Reference, annotations: object): Promise<void> => {
  // What is not there yet comes with the layer before it, and is reconciled as it comes.
  if ((await session.api.get(of)) === undefined) return;
  const change = { action: 'change', what: manifestId(of), detail: 'asked to reconcile' } as const;
  await make(session, change, () => session.api.patch(of, { metadata: { annotations } }));
};

/** The ConfigMaps of the site's values. Throws a Failure (2) with everything that is wrong with the options. */
const readSiteValues = (site: Site, options: readonly string[]) => {
  const parsed = options.map((option) => readOption(site, option));
  const findings = parsed.flatMap((one) => ('message' in one ? [one] : []));
  if (findings.length > 0) throw new Failure(2, findings);
  return parsed.flatMap((one) => ('message' in one ? [] : [one]));
};

const readOption = (site: Site, option: string) => {
  const [, name = '', file = ''] = /^([^=]+)=(.+)$/.exec(option) ?? [];
  const release = site.releases.find((one) => one.name === name);
  if (release === undefined) {
    const names = site.releases.map((one) => one.name).join(', ');
    return wrong(
      `--values ${option}`,
      `write RELEASE=FILE, with a release of the profile: ${names}`,
    );
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return wrong(file, 'there is no such file; correct --values');
  }
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) {
    return wrong(
      `${file}:${error.linePos?.[0].line ?? 1}`,
      `this is no YAML: ${error.message.split('\n')[0]}`,
    );
  }
  const values: unknown = document.toJS();
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    return wrong(file, 'values are a map, such as "host: psa.example.com"');
  }
  return {
    ...release.siteValues,
    metadata: {
      ...release.siteValues.metadata,
      // Without this label helm-controller notices a change at the next interval only.
      labels: { ...labels(site.name), 'reconcile.fluxcd.io/watch': 'Enabled' },
    },
    data: { 'values.yaml': text },
  };
};

const wrong = (where: string, message: string) =>
  ({ rule: 'values', severity: 'error', where, message }) as const;

const permissions = (site: Site): readonly Permission[] => {
  const of = (group: string, resource: string, verb: string, namespace: string) => ({
    verb,
    group,
    resource,
    namespace,
  });
  const releaseNamespaces = site.releases.map(
    ({ reference }) => reference.metadata.namespace ?? '',
  );
  return [
    of('source.toolkit.fluxcd.io', 'gitrepositories', 'patch', site.fluxNamespace),
    of('kustomize.toolkit.fluxcd.io', 'kustomizations', 'patch', site.fluxNamespace),
    ...[...new Set(releaseNamespaces)].flatMap((namespace) => [
      of('helm.toolkit.fluxcd.io', 'helmreleases', 'patch', namespace),
      of('', 'configmaps', 'create', namespace),
      of('', 'configmaps', 'patch', namespace),
    ]),
  ];
};
