import { basicGuard, serve, startOciRegistry, tokenGuard } from '@helm-charts/testing/registries';
import { expect, test } from 'vitest';
import type { Credential } from '../credentials/credential.ts';
import { headManifest } from '../read/manifest.ts';
import { problemIn, quickClient, repositoryOn, said } from '../testing/client.ts';

const account = { username: 'ci', password: 'hunter2' };
const right: Credential = { kind: 'basic', ...account };
const wrong: Credential = { kind: 'basic', username: 'ci', password: 'hunter3' };
const clientWith = (credential: Credential | undefined) =>
  quickClient({ findCredential: async () => credential });

test('a user and password are sent only after the registry has asked, and then with each request', async () => {
  await using registry = await startOciRegistry({ guard: basicGuard(account) });
  await using client = await clientWith(right);
  const reference = { ...repositoryOn(registry), tag: '1.0.0' };
  expect(await headManifest(client, reference)).toBeUndefined();
  expect(await headManifest(client, reference)).toBeUndefined();
  expect(registry.asked()).toHaveLength(3);
});

test.each([
  ['a user and password', right],
  ['an identity token', { kind: 'identity', token: 'refresh' }],
] as const)('%s is exchanged for a token once', async (_, credential) => {
  const { guard, scopes } = tokenGuard(account, 'refresh');
  await using registry = await startOciRegistry({ guard });
  await using client = await clientWith(credential);
  const reference = { ...repositoryOn(registry), tag: '1.0.0' };
  await Promise.all([headManifest(client, reference), headManifest(client, reference)]);
  expect(await headManifest(client, reference)).toBeUndefined();
  expect(scopes()).toEqual([['repository:charts/web:pull']]);
});

test('missing and wrong credentials are told apart, for both kinds of registries', async () => {
  const sayings: string[] = [];
  for (const guard of [basicGuard(account), tokenGuard(account).guard])
    for (const credential of [undefined, wrong, { kind: 'identity', token: 'x' } as const]) {
      await using registry = await startOciRegistry({ guard });
      await using client = await clientWith(credential);
      const reference = { ...repositoryOn(registry), tag: '1.0.0' };
      const problem = await problemIn(headManifest(client, reference));
      expect(problem.kind).toBe('unauthorized');
      sayings.push(said(problem));
    }
  expect(sayings.join()).not.toMatch(/hunter/);
  expect(sayings).toMatchInlineSnapshot(`
    [
      "unauthorized: HOST asks for credentials, and there are none for it (HTTP 401); run helm registry login HOST, or set HELM_CHARTS_REGISTRY to HOST and HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD to its account",
      "unauthorized: HOST does not accept the credentials (HTTP 401); run helm registry login HOST, or set HELM_CHARTS_REGISTRY to HOST and HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD to its account",
      "unauthorized: HOST asks for credentials, and there are none for it (HTTP 401); run helm registry login HOST, or set HELM_CHARTS_REGISTRY to HOST and HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD to its account",
      "unauthorized: HOST asks for credentials, and there are none for it (HTTP 401); run helm registry login HOST, or set HELM_CHARTS_REGISTRY to HOST and HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD to its account",
      "unauthorized: HOST gives no token for HOST, since it does not accept the credentials (HTTP 401); run helm registry login HOST, or set HELM_CHARTS_REGISTRY to HOST and HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD to its account",
      "unauthorized: HOST gives no token for HOST, since it does not accept the credentials (HTTP 401); run helm registry login HOST, or set HELM_CHARTS_REGISTRY to HOST and HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD to its account",
    ]
  `);
});

test('a token server that sends no token, asks for plain HTTP or is no URL is refused before it gets a password', async () => {
  const sayings: string[] = [];
  for (const realm of ['http://auth.example.com/token', 'nowhere', undefined]) {
    const challenge = realm === undefined ? 'Bearer service="x"' : `Bearer realm="${realm}"`;
    await using registry = await startOciRegistry({
      guard: async () => ({ status: 401, headers: { 'www-authenticate': challenge } }),
    });
    await using client = await clientWith(right);
    sayings.push(
      said(await problemIn(headManifest(client, { ...repositoryOn(registry), tag: 'a' }))),
    );
  }
  for (const body of ['{}', '<html>', '{"token":7}']) {
    await using tokens = await serve(async () => ({ status: 200, body }), {});
    const challenge = `Bearer realm="http://${tokens.address}/token"`;
    await using registry = await startOciRegistry({
      guard: async () => ({ status: 401, headers: { 'www-authenticate': challenge } }),
    });
    await using client = await clientWith(right);
    sayings.push(
      said(await problemIn(headManifest(client, { ...repositoryOn(registry), tag: 'a' }))),
    );
  }
  expect([...new Set(sayings)]).toMatchInlineSnapshot(`
    [
      "broken: HOST wants the credentials sent to auth.example.com without TLS; check the address, and tell the operator of the registry",
      "broken: HOST does not say where to get a token; check the address, and tell the operator of the registry",
      "broken: HOST answers without a token; check the address, and tell the operator of the registry",
    ]
  `);
});

test('what a registry repeats of the credentials is not in the message', async () => {
  await using registry = await startOciRegistry({
    trouble: (_, { headers, method }) =>
      method === 'GET' && headers.authorization !== undefined
        ? {
            status: 400,
            body: JSON.stringify({
              errors: [{ code: 'BAD', message: `${headers.authorization} hunter2` }],
            }),
          }
        : undefined,
    guard: basicGuard(account),
  });
  await using client = await clientWith(right);
  const { listTags } = await import('../read/tags.ts');
  const problem = await problemIn(listTags(client, repositoryOn(registry)));
  expect(problem.message).toContain('BAD, Basic … …');
});
