import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { findTool } from '@helm-charts/engine';
import { Failure } from '@helm-charts/types';

/** How long helm may take, and what stops it earlier. */
export interface HelmOptions {
  /** Seconds; 300 unless given. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How helm ended, and what it wrote. */
export interface HelmOutcome {
  readonly ended: 'done' | 'failed' | 'timed out';
  readonly stdout: string;
  readonly stderr: string;
}

/** How many seconds helm may take unless a user says otherwise. */
export const defaultTimeout = 300;

/**
 * Runs the genuine helm with the user's own settings, since repositories may need credentials. It and all that it started are killed when the time is
 * over. Throws a Failure with exit code 130 when it is interrupted.
 */
export const runHelm = async (
  args: readonly string[],
  { timeout = defaultTimeout, signal }: HelmOptions = {},
): Promise<HelmOutcome> => {
  const { path } = await findTool('helm');
  if (signal?.aborted) throw interrupted(args);
  const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const kill = () => {
    // It could not be started.
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  };
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, timeout * 1000);
  signal?.addEventListener('abort', kill, { once: true });
  try {
    const ended = new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const [code, stdout, stderr] = await Promise.all([
      ended,
      text(child.stdout),
      text(child.stderr),
    ]);
    if (signal?.aborted) throw interrupted(args);
    return { ended: isLate ? 'timed out' : code === 0 ? 'done' : 'failed', stdout, stderr };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
  }
};

const interrupted = ([command, action]: readonly string[]): Failure =>
  new Failure(130, [
    {
      rule: 'dependencies',
      severity: 'error',
      input: `helm ${command} ${action}`,
      message: 'interrupted; charts/ and Chart.lock are as they were',
      fix: 'run it again',
    },
  ]);
