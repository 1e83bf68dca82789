import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import { loadProfile } from '@helm-charts/pipeline';
import { orFail } from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { request } from '../../packages/appliance/src/arguments.ts';
import { read, workspace } from './pages.ts';

const page = read('docs/operations.md');

/** The lines of its shell blocks, and the commands in its sentences. */
const commands = [
  ...[...page.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block.split('\n').map((line) => line.trim()),
  ),
  ...[...page.matchAll(/`((?:npx alga-appliance|kubectl) [^`]+)`/g)].map(([, text = '']) => text),
];

test('docs/operations.md gives alga-appliance commands and options that it knows', () => {
  const own = commands.filter((line) => line.startsWith('npx alga-appliance '));
  expect(own.length).toBeGreaterThan(10);
  for (const line of own) {
    const args = line
      .replace('npx alga-appliance ', '')
      .replace('NAME', '2026-01-31T023000Z')
      .split(' ');
    expect([line, request(args)]).toEqual([line, expect.objectContaining({ kind: 'run' })]);
  }
});

/** The words of a line as a shell would give them to kubectl, without what the pipe and `$(...)` take. */
const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/'[^']*'|"[^"]*"|[^\s'"]+(?:'[^']*'|"[^"]*")?/g)].map(([word]) =>
    word.replaceAll(/['"]/g, ''),
  );

const ofKubectl = commands.flatMap((line) => {
  const [, command = ''] = /(?:^|\(| \| )kubectl (.+?)(?: \| .*\)?)?$/.exec(line) ?? [];
  const words = wordsOf(command);
  // One word is the name of a command in a sentence.
  return words.length < 2 ? [] : [words];
});

test('docs/operations.md gives kubectl commands that kubectl understands', async () => {
  const { path } = await findTool('kubectl');
  expect(ofKubectl.length).toBeGreaterThan(20);
  const home = mkdtempSync(join(tmpdir(), 'operations-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  for (const words of ofKubectl) {
    // Nothing listens there, so an error about the command itself comes first.
    const args = [...words.slice(0, 1), '--server=http://127.0.0.1:1', ...words.slice(1)];
    const said = await promisify(execFile)(path, args, {
      env: { HOME: home, KUBECONFIG: join(home, 'none') },
      timeout: 20_000,
    }).then(
      ({ stderr }) => stderr,
      ({ stderr }: { readonly stderr: string }) => stderr,
    );
    expect([words.join(' '), said]).toEqual([
      words.join(' '),
      expect.stringMatching(/^$|refused|no such file|cannot find/),
    ]);
  }
});

test('docs/operations.md names objects that the profile has', async () => {
  const root = 'flux-profiles/talos-single-node';
  const { releases, kustomizations, source, secrets } = orFail(
    await loadProfile({ workspace, root }),
  );
  const names = {
    helmrelease: releases.map(({ helmRelease }) => helmRelease.metadata?.name),
    kustomization: kustomizations.map(({ metadata }) => metadata?.name),
    gitrepository: [source.metadata?.name],
    secret: secrets.map(({ name }) => name),
    configmap: ['appliance-rotation'],
    deployment: [
      ...[...page.matchAll(/^\| Deployment ([\w-]+) \|/gm)].map(([, name]) => name),
      ...['source-controller', 'kustomize-controller', 'helm-controller'],
    ],
  };
  const found = ofKubectl.flatMap((words) =>
    Object.entries(names).flatMap(([kind, known]) =>
      words.flatMap((word, index) => {
        const name = word === kind ? words[index + 1] : word.split(`${kind}/`)[1];
        return name === undefined || /^-|^generic$/.test(name) ? [] : [{ kind, name, known }];
      }),
    ),
  );
  expect(found.length).toBeGreaterThan(12);
  for (const { kind, name, known } of found) {
    expect([kind, known], join(kind, name)).toEqual([kind, expect.arrayContaining([name])]);
  }
});
