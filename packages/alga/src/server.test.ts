import { expressionOf, object, refs } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { clusterDomain } from './installation.ts';
import { server, serverUrl } from './server.ts';

const v = refs(object('Settings.', { clusterDomain, server }));

test('the server is its Service unless a host is set', () => {
  expect(expressionOf(serverUrl(v))).toMatchObject({
    kind: 'text',
    parts: [
      'http://',
      {
        kind: 'definition',
        name: 'serverHost',
        of: { kind: 'either', condition: { kind: 'set' }, body: v.server.host },
      },
      ':',
      { path: ['server', 'port'] },
    ],
  });
});
