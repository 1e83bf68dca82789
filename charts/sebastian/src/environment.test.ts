import { one } from '@helm-charts/testing/charts';
import { variablesIn } from '@helm-charts/testing/contract';
import { describe, expect, test } from 'vitest';
import { containersOf, podsOf, render, renderScenarios, variablesOf } from './testing/render.ts';

const scenarios = await renderScenarios();
const server = { component: 'main', container: 'sebastian' };
const bootstrap = { component: 'bootstrap', container: 'bootstrap' };

describe.each(scenarios)('$name', ({ manifests }) => {
  test('every variable has a value, without float notation or quotes', () => {
    const variables = podsOf(manifests)
      .flatMap(containersOf)
      .flatMap((container) => Object.entries(variablesOf(container)))
      // Without a role there are no databases of Temporal, without a certificate backups are not encrypted, and without volumes there are no files.
      .filter(
        ([name]) =>
          !['DB_USER_TEMPORAL', 'DB_EXTENSIONS', 'CERTIFICATE_FILE', 'FOLDERS_DIR'].includes(name),
      );
    const odd = variables.filter(([, value]) => /^$|^["']|\de[+-]\d|^<nil>$/.test(value));
    expect(odd).toEqual([]);
  });

  test('sizes are whole numbers', () => {
    const variables = variablesIn(manifests, server);
    const sizes = Object.entries(variables).filter(([name]) => /_(FILE|CHUNK)_SIZE$/.test(name));
    expect(sizes.map(([, value]) => value)).toEqual(['5242880', '104857600']);
  });

  test('invitations are signed with a key of the Secret, and expire', () => {
    const variables = variablesIn(manifests, server);
    expect(variables).toMatchObject({
      SECRET_KEY: 'alga-core-sebastian-secrets/TOKEN_SECRET_KEY',
      TOKEN_EXPIRES: '1h',
    });
    expect(variables).not.toHaveProperty('TOKEN_EXPIRE');
  });

  test('the server has its version, its name and NODE_ENV production', () => {
    expect(variablesIn(manifests, server)).toMatchObject({
      VERSION: '1.0.0',
      APP_VERSION: '1.0.0',
      APP_NAME: expect.stringMatching(/^alga/),
      NODE_ENV: 'production',
    });
  });

  test('the bootstrap and the server have the same parameters of the password hash', () => {
    const hashing = [
      ...['SALT_BYTES', 'ITERATIONS', 'KEY_LENGTH', 'ALGORITHM'],
      ...['NEXTAUTH_SECRET', 'nextauth_secret'],
    ];
    const of = (variables: Readonly<Record<string, string>>) =>
      hashing.map((name) => variables[name]);
    expect(of(variablesIn(manifests, bootstrap))).toEqual(of(variablesIn(manifests, server)));
    expect(variablesIn(manifests, server).ITERATIONS).toBe('10000');
  });
});

test('Hocuspocus runs in production, connects to the Service of the server, and does not use the entrypoint that logs a password', async () => {
  const manifests = await render({
    hocuspocus: { enabled: true },
    global: { address: { host: 'psa.example.com' } },
    server: { service: { port: 80 } },
  });
  const service = 'http://alga-core-sebastian.msp.svc.cluster.local:80';
  const id = { component: 'hocuspocus', container: 'hocuspocus' };
  expect(variablesIn(manifests, id)).toMatchObject({
    NODE_ENV: 'production',
    AI_DOCUMENT_API_URL: `${service}/api/v1/ai/document-assist`,
    COLLAB_PERSIST_API_URL: `${service}/api/internal/collab/persist`,
  });
  const { spec } = one(manifests, 'Deployment', 'hocuspocus');
  expect(spec!.template.spec!.containers[0]!.command).toEqual(['npm', 'start']);
});

describe('the address for users', () => {
  test.each([
    [{}, 'https://alga.local', 'wss://alga.local/hocuspocus'],
    [{ host: 'psa.example.com' }, 'https://psa.example.com', 'wss://psa.example.com/hocuspocus'],
    [
      { host: 'psa.example.com', port: 8443 },
      'https://psa.example.com:8443',
      'wss://psa.example.com:8443/hocuspocus',
    ],
    [{ scheme: 'http', port: 80 }, 'http://alga.local', 'ws://alga.local/hocuspocus'],
    [{ scheme: 'http', port: 443 }, 'http://alga.local:443', 'ws://alga.local:443/hocuspocus'],
  ])('%j is %s in every variable', async (address, url, documents) => {
    const manifests = await render({ global: { address }, hocuspocus: { enabled: true } });
    expect(variablesIn(manifests, server)).toMatchObject({
      HOST: url,
      NEXTAUTH_URL: url,
      APPLICATION_URL: url,
      NEXT_PUBLIC_BASE_URL: url,
      NEXT_PUBLIC_APP_URL: url,
      NEXT_PUBLIC_HOCUSPOCUS_URL: documents,
    });
  });
});
