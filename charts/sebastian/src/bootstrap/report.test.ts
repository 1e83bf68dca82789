import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { bootstrap, startAppliance } from '../testing/fixture.ts';
import { report } from './report.ts';
import { readSettings } from './settings.ts';

test('reports whether there is a tenant with the administrator of the Secret', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const settings = readSettings(await appliance.environment());
  const file = join(appliance.folder, 'termination-log');
  const reported = async (
    of = settings,
    result: Parameters<typeof report>[1] = 'complete',
  ): Promise<string> => {
    writeFileSync(file, '');
    await report(of, result, file);
    return readFileSync(file, 'utf8');
  };
  // The database does not exist yet, and nothing fails.
  expect(await reported()).toBe('');
  const { tenant, ...withoutSecret } = settings;
  await using cluster = await appliance.connect();
  await cluster.query(`CREATE DATABASE ${settings.database}`);
  expect(await reported()).toBe('{"tenant":"missing","administrator":"missing"}');
  expect(await reported(withoutSecret)).toBe('{"tenant":"missing"}');
  await cluster.query(`DROP DATABASE ${settings.database}`);

  expect(await bootstrap(appliance)).toMatchObject({ code: 0 });
  expect(await reported()).toBe('{"tenant":"present","administrator":"present"}');
  expect(await reported(withoutSecret)).toBe('{"tenant":"present"}');
  const other = { ...settings, tenant: { ...tenant!, email: 'grace@example.com' } };
  expect(await reported(other)).toBe('{"tenant":"present","administrator":"missing"}');

  const rotated = { ...withoutSecret, rotation: 'one' };
  expect(await reported(rotated)).toBe('{"tenant":"present","rotation":"one"}');
  // It has not set the passwords of the rotation.
  expect(await reported(rotated, 'superseded')).toBe('{"tenant":"present"}');

  const none = join(appliance.folder, 'none');
  await report(settings, 'complete', none);
  expect(existsSync(none)).toBe(false);
});
