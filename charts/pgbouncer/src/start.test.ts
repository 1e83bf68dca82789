import { orSkip } from '@helm-charts/testing/servers';
import { shellcheck } from '@helm-charts/testing/shell';
import { expect, test } from 'vitest';
import { startPod } from './testing/pod.ts';
import { one, render } from './testing/render.ts';

const manifests = render({});

const start = async (passwords: { readonly server: string; readonly worker: string }) =>
  startPod(await manifests, {
    'db-credentials': {
      DB_PASSWORD_SERVER: passwords.server,
      DB_PASSWORD_PGBOUNCER: passwords.worker,
    },
  });

test('writes a line for each role, with doubled quotes and no other change', async () => {
  await using pod = await start({ server: '"a" \\\n', worker: "b'$(id)" });
  expect(await pod.read('/run/pgbouncer/userlist.txt')).toBe(
    '"app_user" """a"" \\\n"\n"app_user_pgbouncer" "b\'$(id)"\n',
  );
});

test.each([
  { server: '', worker: 'b', role: 'app_user' },
  { server: 'a', worker: '', role: 'app_user_pgbouncer' },
])(
  'does not start without the password of $role, and names the file that lacks it',
  async (passwords) => {
    const said = await start(passwords).then(
      () => 'started',
      ({ stderr }: { readonly stderr: string }) => stderr,
    );
    expect(said).toMatch(
      new RegExp(
        `^pgbouncer: the password of ${passwords.role} is empty: see the Secret .*/run/secrets/pgbouncer\n$`,
      ),
    );
  },
);

test('passes shellcheck', async (context) => {
  const script = one(await manifests, 'ConfigMap').data?.['start.sh'] ?? '';
  expect(await orSkip(context, shellcheck(['-'], script))).toBe('');
});
