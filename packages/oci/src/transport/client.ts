import { readFile } from 'node:fs/promises';
import { Failure } from '@helm-charts/types';
import { authorizationOf } from '../authorization/authorization.ts';
import type { Environment } from '../credentials/environment.ts';
import { type FindCredential, findCredentialIn } from '../credentials/find.ts';
import { problemOf, RegistryFailure, type Target } from '../problem.ts';
import { attemptOnce } from './attempt.ts';
import { connectionsOf } from './dispatcher.ts';
import type { Answer, Exchange } from './exchange.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { pause, type Try, waitOf } from './retry.ts';

export interface ClientOptions {
  /** Speaks plain HTTP to registries. The default is TLS. */
  readonly plainHttp?: boolean;
  /** A file with certificates of authorities, as PEM text, which are trusted besides those of Node. */
  readonly authorityFile?: string;
  /** Where credentials come from. The default are the environment, and the files of Helm, Docker and Podman. */
  readonly findCredential?: FindCredential;
  /** The environment variables for credentials and proxies. The default are those of this process. */
  readonly environment?: Environment;
  readonly limits?: Partial<Limits>;
  /** Aborts all requests of the client. */
  readonly signal?: AbortSignal;
}

/** Connections to registries and Helm repositories, which are closed at the end. */
export interface Client extends AsyncDisposable {
  readonly limits: Limits;
  /** The URL of a path on a registry. */
  readonly urlOf: (host: string, path: string) => URL;
  /**
   * Sends a request, with credentials and retries, and reads the answer. A broken connection repeats the request also while the answer is read.
   * @throws {RegistryFailure} If no try has an expected status.
   */
  readonly exchange: <T>(exchange: Exchange, read: (answer: Answer) => Promise<T>) => Promise<T>;
  /** Sends a request once. */
  readonly attempt: <T>(
    exchange: Exchange,
    read: (answer: Answer) => Promise<T>,
  ) => Promise<Try<T>>;
  /**
   * Tries until a try succeeds, a problem is not transient, or the tries are used up. A try that increases the progress is not counted.
   * @throws {RegistryFailure} With the last problem.
   */
  readonly repeat: <T>(
    target: Target,
    once: () => Promise<Try<T>>,
    progress?: () => number,
  ) => Promise<T>;
}

/**
 * Opens a client.
 * @throws {Failure} With exit code 3 if the file of the authorities can't be read.
 * @example await using client = await openClient({ authorityFile: 'ca.crt' });
 */
export const openClient = async (options: ClientOptions = {}): Promise<Client> => {
  const { plainHttp = false, environment = process.env, signal } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const authority = await readAuthority(options.authorityFile);
  const connections = connectionsOf(limits, environment, authority);
  const findCredential = options.findCredential ?? findCredentialIn(environment);

  const repeat: Client['repeat'] = async (target, once, progress = () => 0) => {
    for (let attempt = 1; ; attempt++) {
      stopIfAborted(signal, target);
      const before = progress();
      const tried = await once();
      if ('value' in tried) return tried.value;
      stopIfAborted(signal, target);
      if (progress() > before) attempt = 1;
      const { problem, cause, isTransient, retryAfter } = tried;
      const wait = waitOf(attempt, retryAfter, limits);
      if (!isTransient || attempt >= limits.attempts || wait === undefined)
        throw new RegistryFailure(problem, { cause });
      await pause(wait, signal);
    }
  };
  const attempt: Client['attempt'] = (request, read) =>
    attemptOnce(request, read, { connections, limits, authorization, signal });
  const exchange: Client['exchange'] = (request, read) =>
    repeat(request.target, () => attempt(request, read));
  const authorization = authorizationOf(findCredential, exchange);
  return {
    limits,
    exchange,
    attempt,
    repeat,
    urlOf: (host, path) => new URL(path, `${plainHttp ? 'http' : 'https'}://${endpointOf(host)}`),
    [Symbol.asyncDispose]: connections.close,
  };
};

/** Docker Hub has its registry on another host than its images are named by. */
const endpointOf = (host: string): string =>
  host === 'docker.io' || host === 'index.docker.io' ? 'registry-1.docker.io' : host;

const readAuthority = async (file: string | undefined): Promise<string | undefined> => {
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw unusable(file, "the file of the certificate authorities can't be read", cause);
  });
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw unusable(file, 'the file contains no certificate of an authority as PEM text');
  return text;
};

const unusable = (input: string, message: string, cause?: unknown): Failure =>
  new Failure(
    3,
    [
      {
        rule: 'environment',
        severity: 'error',
        input,
        message,
        fix: 'name a file with PEM certificates',
      },
    ],
    { cause },
  );

const stopIfAborted = (signal: AbortSignal | undefined, target: Target): void => {
  if (signal?.aborted)
    throw new RegistryFailure(
      problemOf('interrupted', target, 'interrupted', 'run the same command again'),
    );
};
