import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commit, copyWorkspace } from '../release/copy.ts';
import { forget, workspace } from './program.ts';
import type { Section } from './table.ts';
import { median, run } from './time.ts';

/** `npx nx run-many -t render` in this repository, and what Nx itself takes of it. */
export const ofNx = (): Section => {
  const nx = (folder: string, ...options: readonly string[]): number =>
    run('npx', ['nx', 'run-many', '-t', 'render', '--output-style=static', ...options], folder)
      .seconds;
  const cold = median(() => {
    forget(workspace);
    return nx(workspace, '--skip-nx-cache');
  });
  nx(workspace);
  const cached = median(() => nx(workspace));
  const folder = copyWorkspace();
  try {
    doNothing(folder);
    nx(folder);
    const floor = median(() => nx(folder));
    return {
      title: 'npx nx run-many -t render',
      rows: [
        { what: 'cold', value: cold, unit: 's', goal: 2 },
        { what: 'cached', value: cached, unit: 's', goal: floor + 0.1 },
        {
          what: '  Nx itself: the same projects, whose targets do nothing',
          value: floor,
          unit: 's',
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Replaces the targets of charts and profiles with such that do nothing, and the plugin with a configuration of each project. */
const doNothing = (folder: string): void => {
  const configuration = join(folder, 'nx.json');
  const { plugins: _, targetDefaults: __, ...nx } = JSON.parse(readFileSync(configuration, 'utf8'));
  writeFileSync(configuration, JSON.stringify(nx));
  const target = {
    executor: 'nx:run-commands',
    options: { command: 'true' },
    cache: true,
    inputs: ['default', '^default'],
  };
  const targets = { generate: target, render: { ...target, dependsOn: ['generate', '^generate'] } };
  for (const kind of ['charts', 'flux-profiles'])
    for (const name of readdirSync(join(folder, kind)))
      writeFileSync(
        join(folder, kind, name, 'project.json'),
        JSON.stringify({ name, implicitDependencies: ['@helm-charts/nx'], targets }),
      );
  commit(folder, 'targets that do nothing');
};
