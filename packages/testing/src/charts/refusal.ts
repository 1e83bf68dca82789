import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import type { Chart } from '@helm-charts/types';
import { workspaceRoot } from '../workspace.ts';

const run = promisify(execFile);

/** The error of Helm for values that it rejects; `rendered` if it accepts them. */
export const refusals =
  ({ name }: Chart) =>
  async (values: object, ...options: readonly string[]): Promise<string> => {
    const { path } = await findTool('helm');
    const directory = join(workspaceRoot, 'charts', name);
    const running = run(path, ['template', name, directory, '--values=-', ...options], {
      maxBuffer: 16 * 1024 * 1024,
    });
    running.child.stdin?.end(JSON.stringify(values));
    const said = await running.then(
      () => 'rendered',
      ({ stderr }: { readonly stderr: string }) => stderr,
    );
    return said
      .replace(/\nUse --debug .*\n/, '')
      .replace(/^Error: values don't meet the specifications of the schema.*\n\S+:\n/, '')
      .trim();
  };
