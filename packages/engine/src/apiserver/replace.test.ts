import { expect, test } from 'vitest';
import { Broken } from '../broken.ts';
import type { ApiServer, Inquiry } from './answer.ts';
import { withReplacement } from './replace.ts';

const inquiry: Inquiry = {
  verb: 'create',
  objects: [{ text: '{}' }],
  definitions: [],
  featureGates: {},
};

const broken: ApiServer = {
  path: '/broken',
  ask: () => Promise.reject(new Broken('it is damaged')),
};

const working: ApiServer = { path: '/wasm', ask: async () => [{ status: 'valid' }] };

test('WebAssembly replaces a program that cannot be started, with one warning', async () => {
  const { server, findings } = withReplacement({ server: broken, replacement: working });
  expect(await server.ask(inquiry)).toEqual([{ status: 'valid' }]);
  expect(await server.ask(inquiry)).toEqual([{ status: 'valid' }]);
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
  const { server } = withReplacement({ server: broken });
  await expect(server.ask(inquiry)).rejects.toMatchObject({ exitCode: 3 });
});

test('other errors are those of the program', async () => {
  const failing: ApiServer = { path: '/x', ask: () => Promise.reject(new Error('wrong')) };
  const { server } = withReplacement({ server: failing, replacement: working });
  await expect(server.ask(inquiry)).rejects.toThrow('wrong');
});
