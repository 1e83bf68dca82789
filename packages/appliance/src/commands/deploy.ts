import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkValues, type Report } from '@helm-charts/pipeline';
import {
  type Checked,
  type Finding,
  type Manifest,
  manifestId,
  orFail,
  printFinding,
} from '@helm-charts/types';
import {
  type AddressOptions,
  addressPermissions,
  applyAddress,
  planAddress,
} from '../address/plan.ts';
import type { Permission } from '../api/api.ts';
import type { Reference } from '../api/object.ts';
import { applyObject } from '../apply.ts';
import {
  applyCertificates,
  certificatePermissions,
  planCertificates,
} from '../certificate/pods.ts';
import { restartPods } from '../certificate/restart.ts';
import { awaitDelivery } from '../delivery.ts';
import { readDocuments } from '../documents.ts';
import { readImages, siteImages, unchosen } from '../images.ts';
import { removeLeftJobs, retryJobs } from '../jobs/retry.ts';
import { preflight } from '../preflight/preflight.ts';
import { labels } from '../secrets.ts';
import { make, type Session } from '../session.ts';
import type { Site } from '../site.ts';
import { changeSource, resourceOf, type SourceOptions } from '../source.ts';
import { stopOn } from '../stop.ts';
import { settleTenant } from '../tenant/create.ts';
import { tenantPermissions } from '../tenant/give.ts';

export interface DeployOptions extends SourceOptions, AddressOptions {
  /** Values of the site for a release: `alga-core=values.yaml`. */
  readonly values: readonly string[];
  /** A file with images of the site. */
  readonly images?: string | undefined;
}

/**
 * Changes what the site is to run, asks Flux to look at it now, and waits until it runs: the source, then the Kustomizations,
 * then the releases, each asked after what is before it is done.
 */
export const deploy = async (session: Session, options: DeployOptions): Promise<void> => {
  const { site } = session;
  const siteValues = await Promise.all(options.values.map((option) => readOption(session, option)));
  const findings = siteValues.flatMap((one) => one.findings);
  if (findings.some(({ severity }) => severity === 'error')) stopOn(2, findings);
  for (const finding of findings) session.say(printFinding(finding));
  const images =
    options.images === undefined ? undefined : orFail(readImages(options.images, site.images));
  if (images !== undefined) stopOn(2, unchosen(images));
  await preflight(session, { permissions: permissions(site), flux: true });
  const address = await planAddress(session, options);
  const certificates = await planCertificates(session);
  await changeSource(session, options);
  await applyCertificates(session, certificates);
  await applyAddress(session, address);
  for (const { value } of siteValues) if (value) await applyObject(session, value);
  await retryJobs(session);
  const requestedAt = new Date().toISOString();
  const annotations = { 'reconcile.fluxcd.io/requestedAt': requestedAt };
  const layers = [
    [site.source, ...site.chartSources],
    site.kustomizations,
    // With new images a release must not begin before what it depends on has ended.
    ...(images === undefined ? [site.releases] : site.releases.map((release) => [release])),
  ];
  for (const layer of layers) {
    const references = layer.map((of) => ('reference' in of ? of.reference : of));
    for (const release of layer) {
      const object =
        images && 'reference' in release ? siteImages(site, release, images) : undefined;
      if (object !== undefined) await applyObject(session, object);
    }
    for (const of of references) await ask(session, of, annotations);
    await awaitDelivery(session, requestedAt, references.map(manifestId));
  }
  await restartPods(session);
  await removeLeftJobs(session);
  if (site.tenant) await settleTenant(session, site.tenant);
};

const ask = async (session: Session, of: Reference, annotations: object): Promise<void> => {
  // What is not there yet comes with the layer before it, and is reconciled as it comes.
  if ((await session.api.get(of)) === undefined) return;
  const change = { action: 'change', what: manifestId(of), detail: 'asked to reconcile' } as const;
  await make(session, change, () => session.api.patch(of, { metadata: { annotations } }));
};

/** The ConfigMap of the site's values for a release. */
const readOption = async (
  { site, workspace }: Session,
  option: string,
): Promise<Checked<Manifest>> => {
  const [, name = '', file = ''] = /^([^=]+)=(.+)$/.exec(option) ?? [];
  const release = site.releases.find((one) => one.name === name);
  if (release === undefined) {
    const names = site.releases.map((one) => one.name).join(', ');
    return wrong({
      input: `--values ${option}`,
      message: 'it names no release of the profile',
      fix: `write RELEASE=FILE with one of: ${names}`,
    });
  }
  const { value: documents, findings } = readDocuments(file, '--values');
  if (documents === undefined) return { findings };
  const [values, ...others] = documents;
  if (typeof values !== 'object' || values === null || Array.isArray(values) || others.length > 0) {
    return wrong({
      position: { file },
      message: 'values are one YAML document with a map',
      fix: 'write it like "edition: community"',
    });
  }
  const { findings: faults } = await checkOption(file, release.chart, workspace);
  const value = {
    ...release.siteValues,
    metadata: {
      ...release.siteValues.metadata,
      // Without this label helm-controller notices a change at the next interval only.
      labels: { ...labels(site.name), 'reconcile.fluxcd.io/watch': 'Enabled' },
    },
    // As it was written, with its comments.
    data: { 'values.yaml': readFileSync(file, 'utf8') },
  };
  return { value, findings: faults };
};

/** Checks values against the chart where the repository has it; what equals a default is the site's business. */
const checkOption = async (
  file: string,
  chart: string | undefined,
  workspace: string,
): Promise<Pick<Report, 'findings'>> => {
  const directory = resolve(workspace, chart ?? '');
  if (chart === undefined || !existsSync(join(directory, 'Chart.yaml'))) return { findings: [] };
  const options = { workspace: process.cwd(), chart: directory };
  const { findings } = await checkValues(resolve(file), options);
  return { findings: findings.filter(({ severity }) => severity !== 'info') };
};

const wrong = (about: Omit<Finding, 'rule' | 'severity'>): Checked<Manifest> => ({
  findings: [{ rule: 'values', severity: 'error', ...about }],
});

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
    ...tenantPermissions(site),
    ...site.targetNamespaces.flatMap((namespace) =>
      ['list', 'create', 'delete'].map((verb) => of('batch', 'jobs', verb, namespace)),
    ),
    of('source.toolkit.fluxcd.io', resourceOf(site.source), 'patch', site.fluxNamespace),
    of('kustomize.toolkit.fluxcd.io', 'kustomizations', 'patch', site.fluxNamespace),
    ...addressPermissions(site),
    ...certificatePermissions(site),
    ...[...new Set(releaseNamespaces)].flatMap((namespace) => [
      of('helm.toolkit.fluxcd.io', 'helmreleases', 'patch', namespace),
      of('', 'configmaps', 'create', namespace),
      of('', 'configmaps', 'patch', namespace),
    ]),
  ];
};
