import { join } from 'node:path';
import { one } from '@helm-charts/testing/charts';
import {
  connect,
  makeCertificate,
  makeFolder,
  orSkip,
  removeFolder,
  startPostgres,
  writePrivate,
} from '@helm-charts/testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import { containersOf, podsOf, render } from './testing/render.ts';

/** The arguments and the mount of the certificate that Postgres has with these values. */
const postgresOf = async (inChart: object) => {
  const manifests = await render({ postgres: { inChart } });
  const { metadata } = one(manifests, 'StatefulSet', 'db');
  const pod = podsOf(manifests).find(({ id }) => id.endsWith(metadata.name))!;
  const { args = [], volumeMounts = [] } = containersOf(pod).find(
    ({ name }) => name === 'postgres',
  )!;
  const mount = volumeMounts.find(({ name }) => name === 'tls');
  const volume = pod.spec.volumes?.find(({ name }) => name === 'tls');
  return { settings: args.filter((argument) => argument.startsWith('--ssl')), mount, volume };
};

test('without the Secret, Postgres has no certificate', async () => {
  expect(await postgresOf({})).toEqual({ settings: [], mount: undefined, volume: undefined });
});

test('with the Secret, Postgres serves its certificate, and clients without TLS connect as before', async (context) => {
  const { settings, mount, volume } = await postgresOf({ tlsSecret: 'postgres-tls' });
  expect(volume?.secret).toMatchObject({ secretName: 'postgres-tls', defaultMode: 0o440 });
  const { authority, certificate, key } = await orSkip(context, makeCertificate('db', '127.0.0.1'));
  const folder = await makeFolder('tls');
  onTestFinished(() => removeFolder(folder));
  await writePrivate(join(folder, 'tls.crt'), certificate);
  await writePrivate(join(folder, 'tls.key'), key);
  const mounted = settings.map((setting) =>
    setting.slice('--'.length).replace(mount!.mountPath, folder).split('='),
  );
  const starting = startPostgres({ settings: Object.fromEntries(mounted) });
  await using postgres = await orSkip(context, starting);
  const encrypted = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
  for (const [tls, ssl] of [
    [{ ca: authority, servername: 'db' }, true] as const,
    [undefined, false] as const,
  ]) {
    await using connection = await connect({ ...postgres.superuser, ...(tls && { tls }) });
    expect(await connection.query(encrypted)).toEqual([{ ssl }]);
  }
  const { authority: other } = await makeCertificate('db');
  await expect(connect({ ...postgres.superuser, tls: { ca: other } })).rejects.toThrow(
    'certificate',
  );
});
