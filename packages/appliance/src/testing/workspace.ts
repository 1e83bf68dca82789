import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What the profile of a workspace may have besides its releases. */
export interface WorkspaceOptions {
  /** The release `db` may create a tenant. */
  readonly hasTenant?: boolean;
  /** Its credentials can be rotated, except PEPPER. */
  readonly hasRotation?: boolean;
  /** There is an address for users, whose Service is `web`. */
  readonly hasAddress?: boolean;
  /** There is a certificate for connections to `db`. */
  readonly hasCertificate?: boolean;
}

/** A folder that is a workspace with one profile, `site`, of three releases; it goes with the process. */
export const workspace = ({
  hasTenant = false,
  hasAddress = false,
  hasRotation = false,
  hasCertificate = false,
}: WorkspaceOptions = {}): string => {
  const secrets = `${hasRotation ? rotated : plain}${hasTenant ? given : ''}`;
  const members = [...(hasAddress ? [address] : []), ...(hasCertificate ? [certificates] : [])];
  const profile = source(secrets, members.join('\n  '));
  const folder = made.get(profile) ?? make(profile);
  made.set(profile, folder);
  return folder;
};

const made = new Map<string, string>();

const make = (profile: string): string => {
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
  writeFileSync(join(folder, 'flux-profiles/site/src/profile.ts'), profile);
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

const plain = `{ name: 'db', keys: ['PASSWORD_ADMIN', 'PASSWORD_APP'] },
    { name: 'web', keys: ['TOKEN'] },
    `;

const rotated = `{
      name: 'db',
      keys: ['PASSWORD_ADMIN', 'PASSWORD_APP'],
      rotation: {
        PASSWORD_ADMIN: { by: 'bootstrap', about: 'superuser', effect: 'a restart', keepsPrevious: true },
        PASSWORD_APP: { by: 'bootstrap', about: 'role', effect: 'a restart' },
      },
    },
    {
      name: 'web',
      keys: ['TOKEN', 'PEPPER', 'NEW'],
      rotation: {
        TOKEN: { by: 'restart', about: 'token', effect: 'a restart' },
        PEPPER: { by: 'never', about: 'pepper', why: 'hashes contain it' },
      },
    },
    `;

const given = `{ name: 'appliance-initial-tenant', keys: [], givenTo: 'db' },
    { name: 'appliance-license-seed', keys: [], givenTo: 'db' },`;

const address =
  "address: { preset: { scheme: 'https', host: 'alga.local', port: 30443 }, service: 'web', secret: 'web-tls' },";

const certificates = "certificates: [{ secret: 'db-tls', hosts: ['db', 'db.apps'] }],";

const source = (
  secrets: string,
  members: string,
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
    ${secrets}
  ],
  images: { web: image },
  ${members}
  dataClaims: [{ name: 'db-data', secrets: ['db'], restoreSecret: 'db-restore' }],
  releases: {
    worker: release('worker', { dependsOn: ['db', 'pool'], values: {} }),
    db: release('db', { keepsState: true, values: { volume: { storageClass: 'fast' } } }),
    pool: release('pool', { dependsOn: ['db'], values: { image } }),
  },
});
`;
