import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkValues, type Report } from '@helm-charts/pipeline';
import { type Checked, type Finding, type Manifest, printFinding } from '@helm-charts/types';
import { readDocuments } from './documents.ts';
import { labels } from './secrets.ts';
import type { Session } from './session.ts';
import { stopOn } from './stop.ts';

/** The ConfigMaps with the site's values for releases, as options say: `alga-core=values.yaml`. Throws a Failure (2) with all that is wrong. */
export const readSiteValues = async (
  session: Session,
  options: readonly string[],
): Promise<readonly Manifest[]> => {
  const all = await Promise.all(options.map((option) => readOption(session, option)));
  const findings = all.flatMap((one) => one.findings);
  if (findings.some(({ severity }) => severity === 'error')) stopOn(2, findings);
  for (const finding of findings) session.say(printFinding(finding));
  return all.flatMap(({ value }) => value ?? []);
};

/** The ConfigMap of one option. */
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
