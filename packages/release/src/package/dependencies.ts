import { lockDigest } from '@helm-charts/pipeline';
import type { Finding } from '@helm-charts/types';
import { parse } from 'yaml';
import type { Entry } from '../archive/archive.ts';

interface Metadata {
  readonly dependencies?: readonly { readonly name?: string }[];
}

/** What a chart lacks of the charts that it depends on: a package has all of them, in the versions of its Chart.lock. */
export const dependencyProblems = (
  { dependencies = [] }: Metadata,
  entries: readonly Entry[],
  root: string,
): readonly Finding[] => {
  if (dependencies.length === 0) return [];
  const held = new Set(
    entries
      .filter(({ path }) => path.startsWith('charts/'))
      .map(({ path }) => path.split('/')[1] ?? ''),
  );
  const missing = dependencies
    .map(({ name = '' }) => name)
    .filter((name) => ![...held].some((entry) => isOf(name, entry)));
  const ofMissing = missing.map((name) => `the chart "${name}" is not in charts/`);
  const textOf = (file: string) => {
    const entry = entries.find(({ path }) => path === file);
    return entry && Buffer.from(entry.content).toString('utf8');
  };
  const lock = textOf('Chart.lock');
  const ofLock =
    lock === undefined
      ? ['there is no Chart.lock, so another package could have other versions']
      : parse(lock)?.digest === lockDigest({ dependencies }, parse(lock))
        ? []
        : ['Chart.lock does not match the dependencies in Chart.yaml'];
  return [...ofMissing, ...ofLock].map((message) => ({
    rule: 'package',
    severity: 'error',
    position: { file: `${root}/Chart.yaml` },
    message,
    fix: `run: helm-charts dependencies update ${root}`,
  }));
};

/** `postgresql` or `postgresql-12.1.0.tgz`. */
const isOf = (name: string, entry: string): boolean =>
  entry === name ||
  (entry.startsWith(`${name}-`) && /^v?\d.*\.tgz$/.test(entry.slice(name.length + 1)));
