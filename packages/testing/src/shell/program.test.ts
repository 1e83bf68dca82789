import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { makeFolder, removeFolder } from '../servers/folder.ts';
import { writeProgram } from './program.ts';

test('runs the written program', async () => {
  const folder = await makeFolder('programs');
  const path = join(folder, 'program');
  await writeProgram(path, "#!/bin/sh\necho 'one; two'\n");
  expect((await promisify(execFile)(path)).stdout).toBe('one; two\n');
  await removeFolder(folder);
});
test('fails with the path if the folder does not exist', async () => {
  await expect(writeProgram('/no/such/folder/program', '')).rejects.toThrow(
    '/no/such/folder/program',
  );
});
