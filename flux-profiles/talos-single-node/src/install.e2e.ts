import { expect, test } from 'vitest';
import { orSkip } from '../../../tools/servers/missing.ts';
import { startBox } from './testing/box.ts';

test('an empty cluster becomes an appliance', async (context) => {
  await using box = await orSkip(context, startBox());
  const { exitCode, output, said } = await box.appliance(
    'bootstrap',
    '--url',
    box.repository.url,
    '--timeout',
    '5m',
  );
  console.log(said, output);
  expect(exitCode).toBe(0);
});
