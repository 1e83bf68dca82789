import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { loadProfile, type Project, readRecord } from '@helm-charts/pipeline';
import type { Checked } from '@helm-charts/types';
import { archive, type Entry } from '../archive/archive.ts';
import type { Artifact } from './artifact.ts';
import { editedProblems } from './edited.ts';
import { versionProblems } from './version.ts';

/**
 * Packs what was generated of a profile, under its path in the workspace, which is the path that its own Kustomizations have. Sources and tests stay out.
 */
export const packProfile = async (project: Project): Promise<Checked<Artifact>> => {
  const { workspace, root } = project;
  const { value: profile, findings: unloaded } = await loadProfile(project);
  if (profile === undefined) return { findings: unloaded };
  const { name, version } = profile;
  const directory = join(workspace, root);
  const record = await readRecord(directory);
  // The lock of charts is for helm-charts alone.
  const paths = [...record.keys()].filter((path) => basename(path) !== 'charts.lock.json');
  const read = await Promise.all(
    paths.map(async (path): Promise<Entry | undefined> => {
      const content = await readFile(join(directory, path)).catch(() => undefined);
      return content && { path, content };
    }),
  );
  const entries = read.filter((entry) => entry !== undefined);
  const missing = paths.filter((path) => !entries.some((entry) => entry.path === path));
  const findings = [
    ...versionProblems(version, `${root}/src/profile.ts`),
    ...(paths.length > 0 && missing.length === 0
      ? []
      : [
          {
            rule: 'package',
            severity: 'error',
            position: { file: `${root}/${missing[0] ?? '.generated.json'}` },
            message: 'this generated file is missing',
            fix: `run "helm-charts generate ${root}"`,
          } as const,
        ]),
    ...(await editedProblems({ workspace, root }, entries)),
  ];
  if (findings.length > 0) return { findings };
  const packed = await archive(
    entries.map(({ path, content }) => ({ path: join(root, path), content })),
  );
  return { value: { ...packed, kind: 'profile', name, version, root, config: {} }, findings: [] };
};
