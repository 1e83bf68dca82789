import type { Finding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { withUnknownGates } from './gates.ts';
import type { ApiServer, Creation } from './server.ts';

const document = (name: string): Creation => ({
  document: {
    manifest: { apiVersion: 'v1', kind: 'Pod', metadata: { name } },
    text: '',
    source: '',
  },
});

const error = (message: string): Finding => ({ rule: 'api', severity: 'error', message });

/** An API server that refuses objects by their names. */
const server = (refused: Readonly<Record<string, readonly string[]>>) => {
  const asked: string[] = [];
  const create: ApiServer['create'] = async (objects) => {
    const names = objects.map((one) => one.document.manifest.metadata.name);
    asked.push(...names);
    const verdicts = names.map((name) => ({ findings: (refused[name] ?? []).map(error) }));
    return { status: 'validated', verdicts, findings: [] };
  };
  const never = async () => {};
  return { asked, server: { create, start: () => {}, update: () => create([]), close: never } };
};

test('what a feature gate allows is a warning, and only objects with errors are asked about again', async () => {
  const usual = server({ a: ['minReplicas', 'name'], c: ['image'] });
  const featured = server({ a: ['name'], c: ['image'] });
  const { create } = withUnknownGates(usual.server, featured.server);
  const answer = await create([document('a'), document('b'), document('c')]);
  expect(answer.status === 'validated' && answer.verdicts.map(({ findings }) => findings)).toEqual([
    [
      {
        rule: 'api',
        severity: 'warning',
        message: 'minReplicas, unless a feature gate of the API server allows it',
        fix: 'name the gate in featureGates of helm-charts.config.ts if the cluster has it',
      },
      error('name'),
    ],
    [],
    [error('image')],
  ]);
  expect(featured.asked).toEqual(['a', 'c']);
});
