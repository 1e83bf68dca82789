import { expect, test } from 'vitest';
import { Broken } from '../broken.ts';
import { withReplacement } from './replace.ts';
import type { Inquiry, Session } from './session.ts';

const inquiry: Inquiry = {
  verb: 'create',
  objects: [{ text: '{}' }],
  definitions: [],
  featureGates: {},
};

const sessionOf = (path: string, ask: Session['ask']): Session => ({
  path,
  start: () => {},
  ask,
  end: () => {},
});

const broken = sessionOf('/broken', () => Promise.reject(new Broken('it is damaged')));

const working = sessionOf('/wasm', async () => [{ status: 'valid' }]);

test('WebAssembly replaces a program that cannot be started, with one warning', async () => {
  const { session, findings } = withReplacement({ session: broken, replacement: working });
  expect(await session.ask(inquiry)).toEqual([{ status: 'valid' }]);
  expect(await session.ask(inquiry)).toEqual([{ status: 'valid' }]);
  expect(findings).toEqual([
    {
      rule: 'environment',
      severity: 'warning',
      input: '/broken',
      message:
        'the program cannot be started: it is damaged; WebAssembly replaces it, which takes longer',
      fix: 'install or build it again',
    },
  ]);
});

test('without a replacement it is a failure', async () => {
  const { session } = withReplacement({ session: broken });
  await expect(session.ask(inquiry)).rejects.toMatchObject({ exitCode: 3 });
});

test('other errors are those of the program', async () => {
  const failing = sessionOf('/x', () => Promise.reject(new Error('wrong')));
  const { session } = withReplacement({ session: failing, replacement: working });
  await expect(session.ask(inquiry)).rejects.toThrow('wrong');
});
