import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printFinding } from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { findRepository } from './repositories.ts';

const file = async (text: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'helm-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'repositories.yaml'), text);
  return folder;
};

test('a repository is found by its URL, with its account and its certificate authority', async () => {
  const folder = await file(`apiVersion: ""
repositories:
  - {name: open, url: "https://charts.example.com/open"}
  - {name: own, url: "https://charts.example.com/own/", username: reader, password: secret, caFile: /ca.crt}
`);
  const find = (url: string) => findRepository(url, { HELM_CONFIG_HOME: folder });
  expect(await find('https://charts.example.com/own')).toEqual({
    credential: { kind: 'basic', username: 'reader', password: 'secret' },
    authorityFile: '/ca.crt',
  });
  expect(await find('https://charts.example.com/open/')).toEqual({});
  expect(await find('https://charts.example.com')).toBeUndefined();
  expect(await findRepository('https://a', { HOME: folder })).toBeUndefined();
});

test('a file that is not YAML is said without its content', async () => {
  const folder = await file('repositories: [{password: secret');
  const path = join(folder, 'repositories.yaml');
  const failure = await findRepository('https://a', { HELM_REPOSITORY_CONFIG: path }).catch(
    (error) => error,
  );
  expect(failure.exitCode).toBe(2);
  expect(failure.findings.map(printFinding).join().replace(folder, 'FOLDER')).toMatchInlineSnapshot(
    `"error FOLDER/repositories.yaml: the file of Helm's repositories is not YAML; correct it, or add the repositories again. [credentials]"`,
  );
});
