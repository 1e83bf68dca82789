import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { makeFolder, removeFolder } from '../servers/folder.ts';
import { writeProgram } from './program.ts';

test('programs run at once, while others are being written', async () => {
  const folder = await makeFolder('programs');
  const outputs = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const path = join(folder, `program-${index}`);
      await writeProgram(path, `#!/bin/sh\necho ${index}\n`);
      return (await promisify(execFile)(path)).stdout;
    }),
  );
  expect(outputs).toEqual(Array.from({ length: 40 }, (_, index) => `${index}\n`));
  await removeFolder(folder);
});

test('a script in a folder that does not exist is an error with its path', async () => {
  await expect(writeProgram('/no/such/folder/program', '')).rejects.toThrow(
    '/no/such/folder/program',
  );
});
