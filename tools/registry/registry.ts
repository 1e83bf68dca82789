import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runServer } from 'verdaccio';

/** An npm registry on loopback that anybody may publish to. */
export interface Registry extends AsyncDisposable {
  /** `http://127.0.0.1:4873/`. */
  readonly url: string;
  /** The .npmrc of its users. */
  readonly userConfig: string;
}

/**
 * Starts verdaccio in this process, in a folder of its own. The packages of this repository are only those that are
 * published to it; others come from the registry that npm is configured with.
 */
export const startRegistry = async (): Promise<Registry> => {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  const everybody = { access: '$all', publish: '$all' };
  const app = (await runServer({
    self_path: join(folder, 'config.yaml'),
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: -1 } },
    uplinks: { configured: { url: configuredRegistry(), maxage: '1h', timeout: '60s' } },
    packages: {
      '@helm-charts/*': everybody,
      'kubeconform-wasm': everybody,
      '**': { access: '$all', proxy: 'configured' },
    },
    // The archive with helm and kubectl has 36 MiB, and npm sends it as base64.
    max_body_size: '100mb',
    web: { enable: false },
    log: { type: 'stdout', level: 'fatal' },
  })) as Server;
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const userConfig = join(folder, 'npmrc');
  // npm publishes only with a token, and verdaccio takes any.
  writeFileSync(userConfig, `registry=http://${host}/\n//${host}/:_authToken=anybody\n`);
  return {
    url: `http://${host}/`,
    userConfig,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const configuredRegistry = (): string =>
  execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
