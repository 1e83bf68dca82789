import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import { count, type Project, type Report, refused, reportOf } from '@helm-charts/pipeline';
import type { Checked, Finding } from '@helm-charts/types';
import { type ReleaseLock, readLock } from '../lock/lock.ts';
import { type Artifact, fileOf, folderOf } from './artifact.ts';
import { packChart } from './chart.ts';
import { packProfile } from './profile.ts';

/**
 * Packs a chart or a profile into `dist/release`. A package has the same bytes on any machine and any day. Content that differs from what was
 * released under the same version is a finding.
 */
export const packageProject = (project: Project): Promise<Report> =>
  reportOf(project.root, async () => {
    const { value: artifact, findings } = await pack(project);
    if (artifact === undefined) {
      const isChanged = findings.every(({ rule }) => rule === changedRule);
      return refused(project.root, findings, isChanged ? 1 : 2);
    }
    const file = join(folderOf(artifact), fileOf(artifact));
    await replaceFile(join(project.workspace, file), artifact.bytes);
    await removeOthers(join(project.workspace, folderOf(artifact)), fileOf(artifact));
    return {
      summary: `${project.root || '.'}: ${file} with ${count(artifact.bytes.length, 'byte')}, ${artifact.digest}`,
      findings: [],
      exitCode: 0,
    };
  });

/** Packs a chart or a profile in memory, and compares it with the lock of the workspace. */
export const pack = async (project: Project): Promise<Checked<Artifact>> => {
  const { workspace, root } = project;
  const lock = await readLock(workspace);
  const isProfile = existsSync(join(workspace, root, 'src/profile.ts'));
  const packed = await (isProfile ? packProfile : packChart)(project);
  const findings = [...lock.findings, ...packed.findings];
  if (lock.value === undefined || packed.value === undefined) return { findings };
  const changed = changedProblems(packed.value, lock.value, project);
  return changed.length > 0 ? { findings: changed } : { value: packed.value, findings: [] };
};

/** A folder has the package of one version, so that nobody takes an old one. */
const removeOthers = async (folder: string, file: string): Promise<void> => {
  const old = (await readdir(folder)).filter((name) => name.endsWith('.tgz') && name !== file);
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
};

const changedRule = 'released-version';

/** A version that was released is never another content: a registry or an appliance may have it already. */
const changedProblems = (
  { kind, name, version, content }: Artifact,
  { charts, profiles }: ReleaseLock,
  { workspace, root }: Project,
): readonly Finding[] => {
  const released = (kind === 'chart' ? charts : profiles).find((one) => one.name === name);
  if (released?.version !== version || released.content === content) return [];
  const source = join(root, `src/${kind}.ts`);
  const file = existsSync(join(workspace, source)) ? source : join(root, 'Chart.yaml');
  return [
    {
      rule: changedRule,
      severity: 'error',
      position: { file },
      message: `${name} ${version} was released with other content`,
      fix: 'raise the version',
    },
  ];
};
