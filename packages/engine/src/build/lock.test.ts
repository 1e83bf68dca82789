import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { locked } from './lock.ts';

const lockFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'deeper/lock');
};

test('work under one lock is done one after the other, and waiting is said once', async () => {
  const file = lockFile();
  const events: string[] = [];
  let release = () => {};
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const first = locked(
    file,
    () => events.push('first waits'),
    () =>
      new Promise<void>((resolve) => {
        events.push('first begins');
        release = resolve;
        begin();
      }).then(() => void events.push('first ends')),
  );
  // Before that, either of both may get the lock.
  await begun;
  const second = locked(
    file,
    () => {
      events.push('second waits');
      release();
    },
    async () => void events.push('second works'),
  );
  await Promise.all([first, second]);
  expect(events).toEqual(['first begins', 'second waits', 'first ends', 'second works']);
  expect(existsSync(file)).toBe(false);
});

test('the lock of a process that is gone is removed', async () => {
  const file = lockFile();
  await locked(
    file,
    () => {},
    async () => {},
  );
  writeFileSync(file, '');
  utimesSync(file, 1, 1);
  expect(
    await locked(
      file,
      () => {},
      async () => 'done',
    ),
  ).toBe('done');
});

test('work that fails releases the lock', async () => {
  const file = lockFile();
  const failing = locked(
    file,
    () => {},
    () => Promise.reject(new Error('no')),
  );
  await expect(failing).rejects.toThrow('no');
  expect(existsSync(file)).toBe(false);
});

test('where no lock can be written, the work is done', async () => {
  expect(
    await locked(
      '/dev/null/lock',
      () => {},
      async () => 'done',
    ),
  ).toBe('done');
});
