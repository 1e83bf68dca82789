import { spawn } from 'node:child_process';
import { Failure, type Finding } from '@helm-charts/types';
import { printDuration } from '../duration.ts';
import { interrupted } from '../interrupted.ts';
import type { Deadline } from '../session.ts';

/** A credential plugin of a kubeconfig, as `exec` of a user names it. */
export interface Plugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly installHint?: string;
}

/** The credentials that a plugin prints (client.authentication.k8s.io `ExecCredential`). */
export interface Credential {
  readonly token?: string;
  /** PEM. */
  readonly clientCertificateData?: string;
  /** PEM. */
  readonly clientKeyData?: string;
  /** RFC 3339; without it, the credentials are valid until the program ends. */
  readonly expirationTimestamp?: string;
}

/**
 * Runs a credential plugin in a process group of its own, and kills that group at the deadline or when the command is interrupted.
 * Throws a Failure: 3 if the plugin gives no credentials in time, 130 when interrupted.
 */
export const runPlugin = (
  plugin: Plugin,
  { at, after }: Deadline,
  signal: AbortSignal,
): Promise<Credential> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(interrupted());
    const child = spawn(plugin.command, plugin.args, {
      // A session of its own makes its process group killable as a whole.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...plugin.env, KUBERNETES_EXEC_INFO: execInfo(plugin) },
    });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
      settle();
    };
    const kill = (failure: Failure) => {
      if (child.pid !== undefined) killGroup(child.pid);
      // Windows has no process groups.
      child.kill('SIGKILL');
      // A descendant with another process group may keep these open.
      child.stdout.destroy();
      child.stderr.destroy();
      end(() => reject(failure));
    };
    const interrupt = () => kill(interrupted());
    const timer = setTimeout(() => kill(late(plugin, after)), Math.max(0, at - Date.now()));
    signal.addEventListener('abort', interrupt, { once: true });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    }
    child.on('error', () => end(() => reject(absent(plugin))));
    child.on('close', (code) =>
      end(() => {
        const credential = code === 0 ? credentialIn(output.stdout) : undefined;
        if (credential === undefined) reject(failed(plugin, code, output.stderr));
        else resolve(credential);
      }),
    );
  });

const execInfo = ({ apiVersion }: Plugin): string =>
  JSON.stringify({ apiVersion, kind: 'ExecCredential', spec: { interactive: false } });

const killGroup = (leader: number): void => {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // All of the group have ended.
  }
};

const credentialIn = (text: string): Credential | undefined => {
  try {
    const { status }: { readonly status?: unknown } = JSON.parse(text) ?? {};
    return typeof status === 'object' && status !== null ? status : undefined;
  } catch {
    return undefined;
  }
};

const late = (plugin: Plugin, after: number): Failure =>
  failure(
    plugin,
    `did not end within ${printDuration(after)}`,
    'run it by hand to see what it waits for, or give a longer --timeout',
  );

const absent = (plugin: Plugin): Failure =>
  failure(
    plugin,
    'cannot be started',
    (plugin.installHint ?? 'install it').trim().replaceAll('\n', ' '),
  );

const failed = (plugin: Plugin, code: number | null, stderr: string): Failure => {
  const [line] = stderr.trim().split('\n').toReversed();
  const why = code === 0 ? 'printed no credentials' : `ended with exit code ${code}`;
  return failure(plugin, line ? `${why}: ${line}` : why, 'run it by hand');
};

const failure = ({ command }: Plugin, what: string, fix: string): Failure => {
  const message = `the credential plugin of the kubeconfig ${what}`;
  const finding: Finding = { rule: 'kubeconfig', severity: 'error', input: command, message, fix };
  return new Failure(3, [finding]);
};
