import { inspect } from 'node:util';
import { object, refs } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { clusterDomain } from './installation.ts';
import { database } from './pool.ts';
import { serverBootstrapWait, waitForServer } from './wait-for-bootstrap.ts';

const v = refs(object('Settings.', { clusterDomain, database, gate: serverBootstrapWait }));
const { container, volumes } = waitForServer(v);

test('a worker waits for the bootstrap in the ConfigMap of the server', () => {
  expect(container.env).toContainEqual({
    name: 'BOOTSTRAP_HASH',
    valueFrom: { configMapKeyRef: { name: v.gate.configMap, key: 'hash' } },
  });
  expect(volumes).toContainEqual({
    name: 'scripts',
    configMap: {
      name: v.gate.configMap,
      items: [{ key: 'wait-for-bootstrap.sh', path: 'wait-for-bootstrap.sh' }],
    },
  });
});

test('its password is a file, and never that of the superuser', () => {
  expect(volumes).toContainEqual(
    expect.objectContaining({
      secret: {
        secretName: v.database.credentials.existingSecret,
        defaultMode: 0o440,
        items: [{ key: v.database.credentials.keys.password, path: 'DB_PASSWORD_SERVER' }],
      },
    }),
  );
  expect(inspect(container.env, { depth: Infinity })).not.toMatch(/SUPERUSER|ADMIN/);
});
