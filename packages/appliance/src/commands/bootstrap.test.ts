import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@helm-charts/testing/eventually';
import { expect, test } from 'vitest';
import { type Appliance, type ApplianceOptions, startAppliance } from '../testing/appliance.ts';

const bootstrap = ({ folder }: Appliance): readonly string[] => [
  'bootstrap',
  ...['--url', 'https://git.site/fork.git', '--branch', 'stable', '--timeout', '10m'],
  ...['--flux-manifest', join(folder, 'flux.yaml')],
];

/** What a Secret holds. */
const dataOf = ({ server }: Appliance, id: string): Readonly<Record<string, string>> => {
  const data = (server.objects.get(id)?.data ?? {}) as Readonly<Record<string, string>>;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, atob(value)]));
};

const secret = (data: object) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'db', namespace: 'apps' },
  data,
});

const apps = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'apps' } };

test('brings an empty cluster to a running appliance', async () => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  const { exitCode, said } = await run(bootstrap(appliance));
  expect(said.replace(server.url, 'URL')).toMatchInlineSnapshot(`
    "checking URL
    created Namespace releases
    created Namespace apps
    created Secret apps/db (2 keys)
    created Secret apps/web (1 key)
    created Namespace flux-system
    created CustomResourceDefinition gitrepositories.source.toolkit.fluxcd.io
    created CustomResourceDefinition ocirepositories.source.toolkit.fluxcd.io
    created CustomResourceDefinition kustomizations.kustomize.toolkit.fluxcd.io
    created CustomResourceDefinition helmreleases.helm.toolkit.fluxcd.io
    created Deployment flux-system/source-controller
    created Deployment flux-system/kustomize-controller
    created Deployment flux-system/helm-controller
    created GitRepository flux-system/repository
    created Kustomization flux-system/site
    keep a copy of the new credentials: "alga-appliance secrets export --output FILE"
    bootstrap: done, 14 changes made
    "
  `);
  expect(exitCode).toBe(0);
  expect(server.objects.get('GitRepository flux-system/repository')?.spec).toMatchObject({
    url: 'https://git.site/fork.git',
    ref: { branch: 'stable' },
  });
});

test('a second run writes nothing', async () => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  await run(bootstrap(appliance));
  const before = server.versions();
  const { exitCode, said } = await run(bootstrap(appliance));
  expect(said).toContain('bootstrap: done, nothing to do\n');
  expect(exitCode).toBe(0);
  expect(server.versions()).toEqual(before);
});

test('the values of the site are there before Flux reads them', async () => {
  await using appliance = await startAppliance();
  const { server, run, folder } = appliance;
  const file = join(folder, 'db.yaml');
  writeFileSync(file, 'size: 3\n');
  const wrong = await run([...bootstrap(appliance), '--values', `none=${file}`]);
  expect([wrong.exitCode, wrong.said]).toEqual([
    2,
    expect.stringContaining('it names no release of the profile'),
  ]);
  expect(server.objects.has('Namespace apps')).toBe(false);
  const { exitCode, said } = await run([...bootstrap(appliance), '--values', `db=${file}`]);
  expect(exitCode).toBe(0);
  const order = [
    'created ConfigMap releases/db-site-values',
    'created Kustomization flux-system/site',
  ];
  expect(said.split('\n').filter((line) => order.includes(line))).toEqual(order);
});

test('where Flux runs already, it is left as it is', async () => {
  await using appliance = await startAppliance({ hasFlux: true });
  const { server, run } = appliance;
  const before = Object.entries(server.versions()).filter(([id]) => id.includes('flux-system'));
  expect((await run(bootstrap(appliance))).exitCode).toBe(0);
  expect(Object.entries(server.versions())).toEqual(expect.arrayContaining(before));
});

test('passwords are 256 bits that need no quotes, and are never printed', async () => {
  await using appliance = await startAppliance();
  const { exitCode, output, said } = await appliance.run([...bootstrap(appliance), '--json']);
  expect(exitCode).toBe(0);
  const passwords = ['Secret apps/db', 'Secret apps/web'].flatMap((id) =>
    Object.values(dataOf(appliance, id)),
  );
  expect(passwords).toHaveLength(3);
  expect(new Set(passwords).size).toBe(3);
  for (const password of passwords) {
    expect(password).toMatch(/^[A-Za-z0-9_-]{43}$/);
    for (const form of [password, btoa(password)]) expect(output + said).not.toContain(form);
  }
});

test('a key that is missing is added, and what is there stays', async () => {
  const data = { PASSWORD_ADMIN: btoa('as it was'), OWN: btoa('of the site'), PASSWORD_APP: '' };
  await using appliance = await startAppliance({ objects: [apps, secret(data)] });
  const { said } = await appliance.run(bootstrap(appliance));
  expect(said).toContain('changed Secret apps/db (added PASSWORD_APP)\n');
  expect(dataOf(appliance, 'Secret apps/db')).toEqual({
    PASSWORD_ADMIN: 'as it was',
    OWN: 'of the site',
    PASSWORD_APP: expect.stringMatching(/^.{43}$/),
  });
});

test('what somebody writes into a Secret between our reading and our writing stays', async () => {
  await using appliance = await startAppliance({ objects: [apps, secret({})] });
  const { server, run } = appliance;
  const end = server.onRequest(({ verb, what }) => {
    if (verb !== 'patch' || what !== 'Secret apps/db') return;
    end();
    server.put(secret({ PASSWORD_ADMIN: btoa('theirs') }));
  });
  expect((await run(bootstrap(appliance))).exitCode).toBe(0);
  expect(dataOf(appliance, 'Secret apps/db')).toEqual({
    PASSWORD_ADMIN: 'theirs',
    PASSWORD_APP: expect.stringMatching(/^.{43}$/),
  });
});

test('a Secret that somebody creates between our reading and our writing is completed', async () => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  const end = server.onRequest(({ verb, what }) => {
    if (verb !== 'create' || what !== 'Secret apps') return;
    end();
    server.put(secret({ PASSWORD_ADMIN: btoa('theirs') }));
  });
  expect((await run(bootstrap(appliance))).exitCode).toBe(0);
  expect(dataOf(appliance, 'Secret apps/db')).toEqual({
    PASSWORD_ADMIN: 'theirs',
    PASSWORD_APP: expect.stringMatching(/^.{43}$/),
  });
});

test('a dry run says everything and writes nothing', async () => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  const before = server.versions();
  const { exitCode, said } = await run([...bootstrap(appliance), '--dry-run']);
  expect(said.match(/^would create .*$/gm)).toHaveLength(14);
  expect(said).toContain('bootstrap: done, 14 changes to make\n');
  expect(exitCode).toBe(0);
  expect(server.versions()).toEqual(before);
});

test('a run that is interrupted after any of its writes is gone on with', async () => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  const passwords = new Map<string, unknown>();
  const codes: number[] = [];
  do {
    const stop = new AbortController();
    const end = server.onChange(({ object: { kind, metadata, data } }) => {
      // What Flux answers to a write belongs to it.
      if (
        ![
          'Namespace',
          'Secret',
          'CustomResourceDefinition',
          'Deployment',
          'GitRepository',
          'Kustomization',
        ].includes(kind)
      )
        return;
      if (kind === 'Secret') passwords.set(metadata.name, data);
      stop.abort();
    });
    const { exitCode } = await run(bootstrap(appliance), { signal: stop.signal });
    end();
    codes.push(exitCode);
    for (const [name, data] of passwords) {
      expect(server.objects.get(`Secret apps/${name}`)?.data).toEqual(data);
    }
  } while (codes.at(-1) === 130 && codes.length < 20);
  expect(codes).toEqual([...Array(14).fill(130), 0]);
});

test.each([
  ['a read that is not answered', { verb: 'list', resource: 'nodes' }],
  ['waiting', { verb: 'get', resource: 'helmreleases' }],
] as const)('Ctrl-C ends %s at once', async (_, target) => {
  await using appliance = await startAppliance({
    troubles: { db: { type: 'Ready', message: 'not yet' } },
  });
  const { server, run } = appliance;
  if (target.verb === 'list') server.trouble({ delay: 60_000 }, target);
  const stop = new AbortController();
  const running = run([...bootstrap(appliance), '--timeout', '10m'], { signal: stop.signal });
  const asked = () =>
    server
      .requests()
      .filter(({ verb, what }) => verb === target.verb && /^(Node|HelmRelease)/.test(what));
  await eventually(() => asked().length > (target.verb === 'list' ? 0 : 4), true);
  stop.abort();
  const { exitCode, said } = await running;
  expect(said).toContain(
    'error alga-appliance: it was interrupted after a complete change; run the same command again to continue. [interrupted]\n',
  );
  expect(exitCode).toBe(130);
});

test('a cluster that breaks off in the middle of a write leaves nothing that a second run does not repair', async () => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  server.trouble('hang up', { verb: 'create', resource: 'secrets', times: 1 });
  const broken = await run(bootstrap(appliance));
  expect([broken.exitCode, broken.said]).toEqual([3, expect.stringContaining('[reachability]')]);
  expect((await run(bootstrap(appliance))).exitCode).toBe(0);
});

test('an API server that restarts while releases are waited for is waited for, too', async () => {
  const options: ApplianceOptions = { troubles: { pool: { type: 'Ready', message: 'not yet' } } };
  await using appliance = await startAppliance(options);
  const { server, run, flux } = appliance;
  const said: string[] = [];
  const running = run(bootstrap(appliance), { say: (text) => void said.push(text) });
  const pool = 'waiting for HelmRelease releases/pool: failed: not yet\n';
  await eventually(() => said, expect.arrayContaining([pool]));
  await server.pause();
  const away = `waiting for ${server.url}: the cluster can't be reached`;
  await eventually(() => said.join(''), expect.stringContaining(away));
  await server.resume();
  flux.mend('pool');
  expect((await running).exitCode).toBe(0);
});
