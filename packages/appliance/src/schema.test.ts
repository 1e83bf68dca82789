import { join } from 'node:path';
import { eventually } from '@helm-charts/testing/eventually';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { documentSchema } from './schema.ts';
import { startAppliance } from './testing/appliance.ts';

/** The schema without room for fields that it does not know, so that a new field is in it. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema) || typeof schema !== 'object' || schema === null) return schema;
  const members = Object.entries(schema).map(([key, value]) => [key, closed(value)]);
  const isObject = 'properties' in schema && 'type' in schema && schema.type === 'object';
  return { ...Object.fromEntries(members), ...(isObject && { additionalProperties: false }) };
};

const validate = new Ajv({ allErrors: true }).compile(closed(documentSchema) as object);

/** What is wrong with an output, of which each line may be a document. */
const problems = (output: string) => {
  const document: unknown = JSON.parse(output);
  return validate(document) ? [] : validate.errors;
};

test('document.schema.json is the schema of the type', async () => {
  const $schema = 'http://json-schema.org/draft-07/schema#';
  await expect(
    `${JSON.stringify({ $schema, ...documentSchema }, undefined, 2)}\n`,
  ).toMatchFileSnapshot(join(import.meta.dirname, '../document.schema.json'));
});

test('what --json prints is as the schema says, in success and failure', async () => {
  await using appliance = await startAppliance({
    hasTenant: true,
    hasAddress: true,
    troubles: { pool: { type: 'Ready', message: 'no chart' } },
  });
  const { run, folder, server } = appliance;
  const bootstrap = ['bootstrap', '--url', 'https://git.site/a.git', '--json'];
  const flux = ['--flux-manifest', join(folder, 'flux.yaml')];
  const commands = [
    ['status', '--json'],
    [...bootstrap, '--flux-manifest', join(folder, 'none.yaml')],
    [...bootstrap, ...flux, '--timeout', '2s'],
    [...bootstrap, ...flux, '--dry-run'],
    ['status', '--json'],
    ['wipe', '--json'],
  ];
  const codes: number[] = [];
  for (const args of commands) {
    const { output, exitCode } = await run(args);
    expect([args, problems(output)]).toEqual([args, []]);
    expect(JSON.parse(output)).toMatchObject({ apiVersion: 'alga-appliance/v1', exitCode });
    codes.push(exitCode);
  }
  await server.pause();
  const { output, exitCode } = await run(['status', '--json']);
  expect([problems(output), ...codes, exitCode]).toEqual([[], 1, 2, 1, 0, 1, 2, 3]);
});

test('status --watch --json prints such a document on a line for each change', async () => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  const stop = new AbortController();
  let output = '';
  const running = run(['status', '--watch', '--json'], {
    print: (text) => {
      output += text;
    },
    signal: stop.signal,
  });
  const documents = () =>
    output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { exitCode: number });
  await eventually(() => documents().length, 1);
  server.put({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', namespace: 'apps' },
    status: {
      conditions: [{ type: 'PodScheduled', status: 'False', message: 'no node is Ready' }],
    },
  });
  await eventually(() => documents().length, 2);
  await server.pause();
  await eventually(() => documents().length, 3);
  stop.abort();
  expect((await running).exitCode).toBe(130);
  for (const line of output.trimEnd().split('\n')) expect(problems(line)).toEqual([]);
  expect(documents().map(({ exitCode }) => exitCode)).toEqual([1, 1, 3]);
  expect(documents()[1]).toMatchObject({
    status: expect.arrayContaining([
      {
        layer: 'pod',
        what: 'Pod apps/web-0',
        state: 'progressing',
        message: 'no node is Ready',
        since: expect.any(String),
        waitsFor: 'a node: no node is Ready',
      },
    ]),
  });
});
