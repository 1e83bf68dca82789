import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { run } from './run.ts';

/** Runs check-values in a repository with a chart of somebody else. */
const check = async (files: Readonly<Record<string, string>>, ...args: readonly string[]) => {
  const root = await workspace({
    '.git/HEAD': '',
    'deploy/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'deploy/web/values.yaml': 'port: 80\n',
    'deploy/web/values.schema.json':
      '{"properties": {"port": {"type": "integer"}}, "required": ["host"], "additionalProperties": false}',
    ...files,
  });
  const { output, errors, exitCode } = await run(['check-values', ...args], root);
  return { said: output + errors, exitCode };
};

test('a file is checked against the chart that it lies in, and one that is right ends with 0', async () => {
  expect(await check({ 'deploy/web/prod.yaml': 'port: 81\n' }, 'deploy/web/prod.yaml')).toEqual({
    said: 'deploy/web/prod.yaml: 0 errors, 0 warnings, 0 hints against deploy/web\n',
    exitCode: 0,
  });
});

test('several files are checked at once, against the chart that is named', async () => {
  const files = { 'a.yaml': 'prot: 81\n', 'b.yaml': 'port: x\n', 'c.yaml': '- x\n' };
  const { said, exitCode } = await check(
    files,
    'a.yaml',
    'b.yaml',
    'c.yaml',
    '--chart',
    'deploy/web',
  );
  expect(said).toMatchInlineSnapshot(`
    "error a.yaml:1:1: prot: the chart has no such value; did you mean port? [values]
    a.yaml: 1 error, 0 warnings, 0 hints against deploy/web (exit code 1)
    error b.yaml:1:1: port: "x" does not fit: the chart needs an integer; correct it. [values]
    b.yaml: 1 error, 0 warnings, 0 hints against deploy/web (exit code 1)
    error c.yaml:1: values must be a YAML mapping, but this is a list; write a key before each value, for instance replicas: 2. [values]
    c.yaml: failed (exit code 2)
    "
  `);
  expect(exitCode).toBe(2);
});

test('of several documents Flux reads the first one only, and none is changed', async () => {
  const files = { 'deploy/web/prod.yaml': 'port: 81\n---\nprot: 82\n' };
  const { said, exitCode } = await check(files, 'deploy/web/prod.yaml', '--remove-defaults');
  expect(said).toMatchInlineSnapshot(`
    "warning deploy/web/prod.yaml:3: a second YAML document starts here: helm merges it into the first one, and Flux does not read it in valuesFrom; merge the documents into one. [values]
    error deploy/web/prod.yaml:3:1: prot: the chart has no such value; did you mean port? [values]
    deploy/web/prod.yaml: it has several YAML documents, so nothing is changed; merge them into one, then run it again
    deploy/web/prod.yaml: 1 error, 1 warning, 0 hints against deploy/web (exit code 1)
    "
  `);
  expect(exitCode).toBe(1);
});

test('what is wrong with the command is said, each in a sentence', async () => {
  const files = { 'a.yaml': 'port: 81\n' };
  const said = async (...args: readonly string[]) => (await check(files, ...args)).said;
  expect([
    await said(),
    await said('a.yaml'),
    await said('none.yaml'),
    await said('a.yaml', '--chart', 'deploy'),
    (await run(['lint', '--fix'], '/')).errors,
  ]).toMatchInlineSnapshot(`
    [
      "helm-charts: check-values takes the files to check: helm-charts check-values site.yaml; see helm-charts --help
    ",
      "error a.yaml: the chart of these values is unknown, so they cannot be checked; pass the directory of the chart: --chart charts/web. [usage]
    a.yaml: failed (exit code 2)
    ",
      "error none.yaml: the values file does not exist; correct the path. [values]
    none.yaml: failed (exit code 2)
    ",
      "error a.yaml: deploy has no Chart.yaml, so it is not a chart; pass the directory of the chart: --chart charts/web. [usage]
    a.yaml: failed (exit code 2)
    ",
      "helm-charts: --chart, --fix and --remove-defaults go with check-values; see helm-charts --help
    ",
    ]
  `);
});

test('--json has the findings as data', async () => {
  const { said } = await check({ 'deploy/web/a.yaml': 'port: x\n' }, 'deploy/web/a.yaml', '--json');
  expect(JSON.parse(said)).toMatchObject({
    exitCode: 1,
    reports: [{ findings: [{ pointer: '/port', position: { line: 1, column: 1 } }] }],
  });
});
