import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import {
  type Loopback,
  startChartRepository,
  startOciRegistry,
  type Trouble,
} from '@helm-charts/testing/registries';
import { makeCertificate } from '@helm-charts/testing/servers';

/** What goes wrong with a package, or with what leads to it: the index or the list of tags. */
export interface Troubles {
  readonly package?: Trouble;
  readonly index?: Trouble;
}

/** A HelmRepository and an OCI registry on loopback that have the chart database 2.1.0; the repository has a version 3.0.0 with a wrong digest, too. */
export interface Repositories extends AsyncDisposable {
  /** The package of version 2.0.0, which neither of them has. */
  readonly older: Buffer;
  readonly http: Loopback;
  readonly oci: Loopback;
  /** The addresses that a dependency names. */
  readonly urls: { readonly http: string; readonly oci: string };
  readonly setTrouble: (troubles: Troubles) => void;
  /** Settings of a helm that has cached nothing and trusts the registry. */
  readonly freshSettings: () => Promise<Readonly<Record<string, string>>>;
}

export const startRepositories = async (): Promise<Repositories> => {
  const folder = await mkdtemp(join(tmpdir(), 'repositories-'));
  const certificate = await makeCertificate('127.0.0.1');
  const authority = join(folder, 'authority.crt');
  await writeFile(authority, certificate.authority);
  let troubles: Troubles = {};
  const trouble = (path: string) =>
    /\.tgz$|\/blobs\/sha256/.test(path) ? troubles.package : troubles.index;
  const name = 'database';
  const [older, content, changed] = await Promise.all(
    ['2.0.0', '2.1.0', '3.0.0'].map((version) => packaged(folder, name, version)),
  );
  const http = await startChartRepository(
    [
      { name, version: '2.1.0', content: content! },
      { name, version: '3.0.0', content: changed!, digest: '0'.repeat(64) },
    ],
    { trouble },
  );
  const oci = await startOciRegistry({ certificate, trouble });
  const urls = { http: `http://${http.address}`, oci: `oci://${oci.address}/charts` };
  await helm(['push', join(folder, 'database-2.1.0.tgz'), urls.oci], { SSL_CERT_FILE: authority });
  return {
    older: older!,
    http,
    oci,
    urls,
    setTrouble: (next) => {
      troubles = next;
    },
    freshSettings: async () => {
      const home = await mkdtemp(join(folder, 'home-'));
      const names = ['HELM_CACHE_HOME', 'HELM_CONFIG_HOME', 'HELM_DATA_HOME'];
      const homes = names.map((variable) => [variable, join(home, variable)]);
      return { ...Object.fromEntries(homes), SSL_CERT_FILE: authority };
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([http, oci].map((server) => server[Symbol.asyncDispose]()));
      await rm(folder, { recursive: true });
    },
  };
};

const packaged = async (folder: string, name: string, version: string): Promise<Buffer> => {
  const chart = join(folder, version, name);
  await mkdir(chart, { recursive: true });
  await writeFile(
    join(chart, 'Chart.yaml'),
    `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
  );
  await writeFile(join(chart, 'values.yaml'), 'port: 5432\n');
  await helm(['package', chart, '--destination', folder]);
  return readFile(join(folder, `${name}-${version}.tgz`));
};

const helm = async (args: readonly string[], environment = {}): Promise<void> => {
  const { path } = await findTool('helm');
  await promisify(execFile)(path, args, { env: { ...process.env, ...environment } });
};
