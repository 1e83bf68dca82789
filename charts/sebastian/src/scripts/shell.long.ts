import { makeFolder, orSkip, removeFolder } from '@helm-charts/testing/servers';
import { expect, type TestContext, test } from 'vitest';
import { bootstrap, startAppliance } from '../testing/fixture.ts';
import { installation, installed } from '../testing/installation.ts';
import { findShell } from '../testing/shell.ts';
import { makeStore } from '../testing/store.ts';
import { initialize, makeVolume, usable, usableAnswer } from '../testing/volume.ts';

for (const name of ['dash', 'busybox'] as const) {
  const find = async ({ onTestFinished }: TestContext) => {
    const folder = await makeFolder('shell');
    onTestFinished(() => removeFolder(folder));
    return findShell(name, folder);
  };

  test.concurrent(`wait-for-bootstrap runs in ${name}`, async (context) => {
    const shell = await orSkip(context, find(context));
    await using appliance = await orSkip(context, startAppliance({ shell }));
    const { release, contents } = installation(appliance);
    const { DB_NAME_SERVER, DB_USER_SERVER } = release.environment;
    const wait = await appliance.waitForBootstrap({ DB_NAME_SERVER, DB_USER_SERVER });
    await wait.saying(/^waiting for the bootstrap first: /);
    const first = await bootstrap(appliance, release);
    expect([first.code, first.lines.at(-1)]).toEqual([0, 'complete: version 1.0.0 (first)']);
    expect((await wait.ended).code).toBe(0);
    expect(await contents()).toEqual(installed);
  });

  test.concurrent(`Postgres is initialized in ${name}`, async (context) => {
    const shell = await orSkip(context, find(context));
    await using volume = await orSkip(context, makeVolume());
    expect((await initialize(volume, { shell })).code).toBe(0);
    expect((await initialize(volume, { shell })).lines).toEqual([
      expect.stringMatching(/is a data directory of Postgres/),
    ]);
    expect(await volume.ask(usable)).toEqual(usableAnswer);
  });

  test.concurrent(`Redis starts in ${name}`, async (context) => {
    const shell = await orSkip(context, find(context));
    const password = `back\\slash "quoted"`;
    await using store = await orSkip(context, makeStore({ password, shell }));
    await store.start();
    expect(await store.ask(['PING'])).toBe('PONG');
  });
}
