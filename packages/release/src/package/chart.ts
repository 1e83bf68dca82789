import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseYaml } from '@helm-charts/kubernetes';
import type { Project } from '@helm-charts/pipeline';
import type { Checked, Finding } from '@helm-charts/types';
import { archive, type Entry } from '../archive/archive.ts';
import { readIgnore } from '../archive/ignore.ts';
import { readTree } from '../archive/tree.ts';
import type { Artifact } from './artifact.ts';
import { dependencyProblems } from './dependencies.ts';
import { editedProblems } from './edited.ts';
import { versionProblems } from './version.ts';

/** Packs a chart, of any origin, as `helm package` would, but with the same bytes each time. */
export const packChart = async ({ workspace, root }: Project): Promise<Checked<Artifact>> => {
  const directory = join(workspace, root);
  if (!(await isDirectory(directory))) {
    const finding = wrong('there is no such directory', 'name the directory of a chart');
    return { findings: [{ ...finding, input: root }] };
  }
  const file = (path: string): string => (root === '' ? path : `${root}/${path}`);
  const { ignored, problems } = readIgnore(
    await readFile(join(directory, '.helmignore'), 'utf8').catch(() => ''),
  );
  if (problems.length > 0) {
    return {
      findings: problems.map(({ line, message }) => ({
        ...wrong(message, 'Helm refuses the chart until the line is corrected'),
        position: { file: file('.helmignore'), line, column: 1 },
      })),
    };
  }
  const tree = await readTree(directory, ignored);
  if (tree.value === undefined) {
    return {
      findings: tree.findings.map((one) => ({
        ...one,
        position: { file: file(one.position?.file ?? '') },
      })),
    };
  }
  // Its work is done. Whatever else no cluster needs, it names.
  const entries = tree.value.filter(({ path }) => path !== '.helmignore');
  const { metadata, findings } = metadataOf(entries, file('Chart.yaml'));
  const all = [
    ...findings,
    ...(metadata === undefined ? [] : dependencyProblems(metadata, entries, root)),
    ...(await editedProblems({ workspace, root }, entries)),
  ];
  if (metadata === undefined || all.length > 0) return { findings: all };
  const { name, version } = metadata;
  const packed = await archive(
    entries.map(({ path, content }) => ({ path: `${name}/${path}`, content })),
  );
  return {
    value: { ...packed, kind: 'chart', name, version, root, config: metadata },
    findings: [],
  };
};

const isDirectory = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false;

interface Metadata {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: readonly { readonly name?: string }[];
}

const metadataOf = (
  entries: readonly Entry[],
  file: string,
): { readonly metadata?: Metadata; readonly findings: readonly Finding[] } => {
  const entry = entries.find(({ path }) => path === 'Chart.yaml');
  if (entry === undefined) {
    const fix = 'run "helm-charts generate", or correct the directory';
    return { findings: [{ ...wrong('there is no Chart.yaml', fix), position: { file } }] };
  }
  const { value, findings: unreadable } = parseYaml(
    Buffer.from(entry.content).toString('utf8'),
    file,
  );
  const metadata = isObject(value) ? value : {};
  const { name, version = '' } = metadata;
  const named = typeof name === 'string' && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name);
  const findings = [
    ...unreadable,
    ...(named || unreadable.length > 0
      ? []
      : [
          {
            ...wrong(
              `the name "${name ?? ''}" of the chart is not one of small letters, digits and "-"`,
              'correct it: it becomes a part of the address in the registry',
            ),
            position: { file },
            pointer: '/name',
          },
        ]),
    ...(unreadable.length > 0 ? [] : versionProblems(String(version), file)),
  ];
  // Name and version are texts here, and Helm reads the rest.
  return findings.length > 0
    ? { findings }
    : { metadata: metadata as unknown as Metadata, findings };
};

const wrong = (message: string, fix: string): Finding => ({
  rule: 'package',
  severity: 'error',
  message,
  fix,
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
