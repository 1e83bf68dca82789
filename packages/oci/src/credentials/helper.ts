import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { Failure } from '@helm-charts/types';
import type { Credential } from './credential.ts';
import type { Environment } from './environment.ts';

/**
 * Asks a program docker-credential-* for the credential of a server. Both go through pipes, so that no other program sees them.
 * @throws {Failure} With exit code 3 if the program is missing, fails or does not end within the time.
 */
export const askHelper = async (
  name: string,
  server: string,
  environment: Environment,
  timeout = 20_000,
): Promise<Credential | undefined> => {
  const program = `docker-credential-${name}`;
  if (!/^[\w.-]+$/.test(name))
    throw unusable(
      program,
      'its name contains other characters than letters, digits, dots and hyphens',
      'correct the file with the credentials',
    );
  const { code, output } = await run(program, server, environment, timeout);
  // All helpers use this sentence (docker/docker-credential-helpers, credentials/error.go).
  if (/credentials not found/i.test(output)) return undefined;
  if (code !== 0)
    throw unusable(
      program,
      `the credential helper failed for ${server} with exit code ${code}`,
      `run it by hand: echo ${server} | ${program} get`,
    );
  return credentialOf(output) ?? fail(program);
};

const run = (
  program: string,
  server: string,
  environment: Environment,
  timeout: number,
): Promise<{ readonly code: number | null; readonly output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], {
      env: environment,
      stdio: ['pipe', 'pipe', 'ignore'],
      // A helper may start programs of its own.
      detached: true,
    });
    const output = text(child.stdout);
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      reject(
        unusable(
          program,
          `the credential helper has not answered within ${timeout / 1000} s, so it was stopped`,
          'run it by hand; it may wait for an input',
        ),
      );
    }, timeout);
    child.on('error', () => {
      clearTimeout(timer);
      reject(
        unusable(
          program,
          'the credential helper is not on PATH, and the file with the credentials names it',
          'install it, or log in without it',
        ),
      );
    });
    child.on('close', async (code) => {
      clearTimeout(timer);
      resolve({ code, output: await output });
    });
    // A helper that ends before it has read its input closes the pipe; its exit code says more.
    child.stdin.on('error', () => {});
    child.stdin.end(server);
  });

const credentialOf = (output: string): Credential | undefined => {
  try {
    const { Username: username, Secret: secret } = JSON.parse(output) as Answer;
    if (typeof username !== 'string' || typeof secret !== 'string') return undefined;
    return username === '<token>'
      ? { kind: 'identity', token: secret }
      : { kind: 'basic', username, password: secret };
  } catch {
    return undefined;
  }
};

interface Answer {
  readonly Username?: unknown;
  readonly Secret?: unknown;
}

const fail = (program: string): never => {
  throw unusable(
    program,
    'the credential helper does not answer with a user and a secret',
    'update it, or log in without it',
  );
};

const unusable = (input: string, message: string, fix: string): Failure =>
  new Failure(3, [{ rule: 'credentials', severity: 'error', input, message, fix }]);
