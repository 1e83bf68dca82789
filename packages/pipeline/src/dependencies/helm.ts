import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import { type ExitCode, Failure } from '@helm-charts/types';
import type { Place } from '../place.ts';

/**
 * Runs `helm dependency`, the genuine one with the user's own settings, since repositories may need credentials.
 * Throws a Failure: 4 where a repository or registry can't be reached or refuses, 2 where Chart.yaml asks for what there is not.
 */
export const helmDependency = async (
  { directory, root }: Place,
  command: 'update' | 'build',
  signal?: AbortSignal,
): Promise<void> => {
  const file = join(root, 'Chart.yaml');
  const fail = (exitCode: ExitCode, message: string, fix: string): Failure =>
    new Failure(exitCode, [
      { rule: 'dependencies', severity: 'error', position: { file }, message, fix },
    ]);
  if (!existsSync(join(directory, 'Chart.yaml')))
    throw fail(
      2,
      'the file does not exist yet, and helm reads the dependencies from it',
      `run: helm-charts generate ${root || '.'}`,
    );
  const { path } = await findTool('helm');
  try {
    await promisify(execFile)(path, ['dependency', command, directory], { signal });
  } catch (error) {
    if (signal?.aborted)
      throw fail(130, `interrupted during helm dependency ${command}`, 'run it again');
    const { stdout = '', stderr = '' } = error as {
      readonly stdout?: string;
      readonly stderr?: string;
    };
    const { exitCode, message, fix } = explain(stdout, stderr, root);
    throw fail(exitCode, message || String(error), fix);
  }
};

interface Explained {
  readonly exitCode: ExitCode;
  readonly message: string;
  readonly fix: string;
}

/** Helm logs why it reached no repository, and the error that follows names a file of its cache only. */
const explain = (stdout: string, stderr: string, root: string): Explained => {
  const unreached = [
    ...stdout.matchAll(/Unable to get an update from the "(.+?)".*\n\s*(.+)/g),
  ].map(([, address, reason]) => `${address} (${reason})`);
  if (unreached.length > 0)
    return {
      exitCode: 4,
      message: `helm can't read the repository ${unreached.join(' and ')}`,
      fix: reach,
    };
  const said = stderr
    .split('\n')
    .filter((line) => !line.startsWith('level='))
    .join(' ')
    .trim()
    .replace(/^Error: /, '')
    // What helm advises is for those who write Chart.yaml by hand.
    .replace(/\. (?:Make sure|Please) .*$|\.$/, '');
  if (
    /^(?:could not (?:retrieve|download)|failed to (?:fetch|download|authorize|do request))/.test(
      said,
    )
  )
    return { exitCode: 4, message: `helm: ${said}`, fix: reach };
  if (said.includes('is out of sync'))
    return {
      exitCode: 2,
      message: 'Chart.lock was made for other dependencies than Chart.yaml names',
      fix: `run: helm-charts dependencies update ${root || '.'}`,
    };
  return {
    exitCode: 2,
    message: said && `helm: ${said}`,
    fix: 'correct the name, version or repository of the dependency in src/chart.ts, and generate',
  };
};

const reach =
  'check the address, the network and the login (helm registry login), or add the package of the chart with helm-charts dependencies add';
