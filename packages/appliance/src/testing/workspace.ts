import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A folder that is a workspace with one profile, `site`, of three releases, of which `db` may create a tenant; it goes with the process. */
export const workspace = (hasTenant = false): string => {
  const folder = made.get(hasTenant) ?? make(hasTenant);
  made.set(hasTenant, folder);
  return folder;
};

const made = new Map<boolean, string>();

const make = (hasTenant: boolean): string => {
  const folder = mkdtempSync(join(tmpdir(), 'appliance-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['charts/db', 'schemas', 'flux-profiles/site/src']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(folder, 'charts/db/Chart.yaml'), 'apiVersion: v2\nname: db\nversion: 1.0.0\n');
  writeFileSync(join(folder, 'charts/db/values.overlay.schema.json'), JSON.stringify(schema));
  symlinkSync(
    resolve(import.meta.dirname, '../../../../node_modules'),
    join(folder, 'node_modules'),
  );
  writeFileSync(join(folder, 'flux-profiles/site/src/profile.ts'), source(hasTenant ? given : ''));
  return folder;
};

const schema = {
  properties: {
    size: { type: 'integer' },
    volume: { type: 'object' },
    bytes: { type: 'integer', 'x-renamed-to': 'size' },
  },
  additionalProperties: false,
};

const given = `{ name: 'appliance-initial-tenant', keys: [], givenTo: 'db' },
    { name: 'appliance-license-seed', keys: [], givenTo: 'db' },`;

const source = (
  secrets: string,
): string => `import { defineProfile, gitRepository, install, namespace } from '@helm-charts/types';

const release = (name, options) => install({ name }, { timeout: '5m', ...options });

const image = { repository: 'example/pool', tag: '1.2' };

export const profile = defineProfile({
  name: 'site',
  version: '1.0.0',
  namespaces: [namespace('releases', 'restricted'), namespace('apps', 'baseline')],
  source: gitRepository('repository', { interval: '1h', url: 'https://git.example.com/none.git', ref: { branch: 'main' } }),
  releaseNamespace: 'releases',
  targetNamespace: 'apps',
  secrets: [
    { name: 'db', keys: ['PASSWORD_ADMIN', 'PASSWORD_APP'] },
    { name: 'web', keys: ['TOKEN'] },
    ${secrets}
  ],
  images: { web: image },
  dataClaims: [{ name: 'db-data', secrets: ['db'] }],
  releases: {
    worker: release('worker', { dependsOn: ['db', 'pool'], values: {} }),
    db: release('db', { keepsState: true, values: { volume: { storageClass: 'fast' } } }),
    pool: release('pool', { dependsOn: ['db'], values: { image } }),
  },
});
`;
