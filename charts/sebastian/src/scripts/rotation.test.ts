import { rotationKey } from '@helm-charts/alga/credentials';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { bootstrap, random, startAppliance } from '../testing/fixture.ts';
import { beginRotation, changeSecret, previous, superuser } from '../testing/rotation.ts';

test.concurrent('the bootstrap gives Postgres all new passwords of the Secret, also that of the superuser', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  expect((await bootstrap(appliance)).code).toBe(0);
  const rotation = await beginRotation(appliance, appliance.passwords);
  const { lines } = await rotation.end();
  expect(lines).toEqual([
    'setting the password of postgres, since Postgres has the one before it',
    'setting the password of app_user',
    'setting the password of app_user_pgbouncer',
    'setting the password of hocuspocus_user',
    expect.stringContaining('seeds already present, skipping'),
    'nothing to do: this bootstrap (first) is complete',
  ]);
});

test.concurrent('the password before a rotation is used only if the new one does not work', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await changeSecret(appliance, { [previous]: random(), [rotationKey]: 'one' });
  const { code, lines } = await bootstrap(appliance);
  expect([code, lines]).toEqual([0, lines]);
  expect(lines.join('\n')).not.toContain('setting the password of postgres');

  await changeSecret(appliance, { [superuser]: random(), [previous]: random() });
  const environment = { BOOTSTRAP_WAIT_TIMEOUT_SECONDS: '1' };
  const refused = await bootstrap(appliance, { environment });
  expect(refused.code).toBe(11);
  expect(refused.lines.at(-1)).toContain('refuses postgres with the password DB_PASSWORD_SUPER');
});
