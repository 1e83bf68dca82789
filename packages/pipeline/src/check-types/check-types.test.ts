import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { printFinding } from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { placeOf } from '../place.ts';
import { printReport } from '../report.ts';
import { checkTypes, typeFindings } from './check-types.ts';

const head = `import { boolean, component, defineChart, each, environment, ifSet, image, integer, list, manifest, object, optional, refs, restrictedContainer, string, text, when } from '@helm-charts/types';
export const web = component('web');
export const values = object('Settings.', {
  debug: boolean('Debug.', { default: false }),
  image: image('Image.', { repository: 'web', tag: '1' }),
  replicas: integer('Replicas.', { default: 1 }),
  names: list('Names.', string('Name.')),
  url: optional(string('URL.')),
});
export const v = refs(values);
export const data = (of: NonNullable<Parameters<typeof manifest<'ConfigMap'>>[2]['data']>) =>
  manifest('ConfigMap', web, { data: of });
`;

const common =
  "import { data, v, web } from './common.ts';\nimport { boolean, defineChart, each, environment, ifSet, manifest, object, string, text, when } from '@helm-charts/types';\n";

/** A wrong file for each kind of mistake. */
const mistakes: Readonly<Record<string, string>> = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a source of TypeScript.
  'misspelt value': 'data({ a: text`${v.debgu}` });',
  'misspelt field': "manifest('ConfigMap', web, { dta: {} });",
  'misspelt field in a list':
    "manifest('Service', web, { spec: { ports: [{ port: 80, nodePrt: 1 }] } });",
  'missing description': "export const a = string({ default: 'a' });",
  'a number where text belongs': 'data({ a: v.replicas });',
  'a boolean where text belongs': 'data({ a: v.debug });',
  'unguarded optional value': 'data({ a: v.url });',
  'unknown kind': "manifest('Deploymnt', web, {});",
  'text for a number':
    "manifest('Deployment', web, { spec: { selector: {}, template: {}, replicas: 'two' } });",
  'reference as a condition': "data({ a: v.debug ? 'yes' : 'no' });",
  'optional reference as a condition': 'if (v.url) data({});',
  'import without .ts': "import { values } from './common';\nexport const a = values;",
  'import of nothing': "import { values } from './gone.ts';\nexport const a = values;",
  'cyclic import': "import { other } from './cycle.ts';\nexport const own = () => other();",
  'unknown key in an overlay':
    "defineChart({ name: 'a', description: 'A.', version: '1.0.0', appVersion: '1', values: object('S.', { debug: boolean('D.') }), scenarios: { a: { debgu: true } }, manifests: () => ({}), notes: () => text`a` });",
  'wrong type in an overlay':
    "defineChart({ name: 'a', description: 'A.', version: '1.0.0', appVersion: '1', values: object('S.', { debug: boolean('D.') }), scenarios: { a: { debug: 'yes' } }, manifests: () => ({}), notes: () => text`a` });",
};

const fileOf = (name: string): string => `${name.replaceAll(/\W+/g, '-')}.ts`;

/** A chart whose sources import all of them, in a workspace that finds the packages of this one. */
const workspace = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'types-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const sources = { ...files, 'package.json': '{ "type": "module" }' };
  for (const [name, text] of Object.entries(sources)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['@helm-charts', 'typescript']) {
    symlinkSync(
      resolve(import.meta.dirname, '../../../../node_modules', name),
      join(folder, 'node_modules', name),
    );
  }
  return folder;
};

test('each mistake is one sentence with its place and what to do', async () => {
  const names = Object.keys(mistakes);
  const root = workspace({
    'src/common.ts': head,
    'src/cycle.ts':
      "import { own } from './cyclic-import.ts';\nexport const other = () => own();\n",
    'src/chart.ts': names.map((name) => `import './${fileOf(name)}';`).join('\n'),
    ...Object.fromEntries(
      names.map((name) => [`src/${fileOf(name)}`, `${common}${mistakes[name]}\n`]),
    ),
  });
  const findings = await typeFindings(placeOf({ workspace: root, root: '' }).value!);
  const said = names.map((name) => [
    name,
    findings
      .filter(({ position }) => position?.file === `src/${fileOf(name)}`)
      .map((finding) => printFinding(finding).replace(/^error \S+: /, '')),
  ]);
  expect(Object.fromEntries(said)).toMatchInlineSnapshot(`
    {
      "a boolean where text belongs": [
        "this is a boolean, and Kubernetes wants a text here; make a text of it: text\`\${…}\`. [types]",
      ],
      "a number where text belongs": [
        "this is a number, and Kubernetes wants a text here; make a text of it: text\`\${…}\`. [types]",
      ],
      "cyclic import": [
        "own is made of something that is made of it, so it is not there yet when it is read; move what both need to a file of its own. [types]",
      ],
      "import of nothing": [
        "there is no module './gone.ts'; create the file, or correct the import. [types]",
      ],
      "import without .ts": [
        "the import has no file extension, which Node needs to find the file; write './common.ts'. [types]",
      ],
      "missing description": [
        "the value has no description, which users of the chart read; write it as the first argument. [types]",
      ],
      "misspelt field": [
        "there is no field "dta" here; did you mean data? [types]",
      ],
      "misspelt field in a list": [
        "there is no field "nodePrt" here; correct its name. [types]",
      ],
      "misspelt value": [
        "the chart has no value "debgu" here; did you mean debug? [types]",
      ],
      "optional reference as a condition": [
        "a reference is an object, so as a condition of JavaScript it is always true; write when(…, 'yes', 'no'), which Helm decides. [types]",
      ],
      "reference as a condition": [
        "a reference is an object, so as a condition of JavaScript it is always true; write when(…, 'yes', 'no'), which Helm decides. [types]",
      ],
      "text for a number": [
        "the field replicas takes no string; write a value of its type. [types]",
      ],
      "unguarded optional value": [
        "this value may be absent, and Helm would render nothing in its place; wrap it in ifSet(…), or give another value with orDefault(…). [types]",
      ],
      "unknown key in an overlay": [
        "the chart has no value "debgu" here; did you mean debug? [types]",
      ],
      "unknown kind": [
        "Kubernetes has no kind "Deploymnt"; did you mean Deployment? [types]",
      ],
      "wrong type in an overlay": [
        "this is a text, and a boolean belongs here; write a boolean. [types]",
      ],
    }
  `);
});

test('the result is cached until a file that the compiler read has changed', async () => {
  const good = `${head}export const chart = {};\n`;
  const root = workspace({ 'src/chart.ts': good });
  const check = async () => printReport(await checkTypes({ workspace: root, root: '' }));
  expect(await check()).toBe('.: types checked\n');
  writeFileSync(join(root, 'src/chart.ts'), `${good}export const a: string = 1;\n`);
  expect(await check()).toBe(
    'error src/chart.ts:14:14: this is a number, and a text belongs here; write a text. [types]\n.: failed (exit code 1)\n',
  );
  expect(await check()).toContain('src/chart.ts:14:14');
  writeFileSync(join(root, 'tsconfig.json'), '{ "compilerOptions": { "strict": tru } }');
  expect(await check()).toContain('tsconfig.json');
});

test('without TypeScript there is a warning', async () => {
  const root = workspace({ 'src/chart.ts': '' });
  rmSync(join(root, 'node_modules/typescript'));
  expect(printReport(await checkTypes({ workspace: root, root: '' }))).toBe(
    'warning TypeScript is not installed, so the types of the sources are not checked; run "npm i -D typescript". [types]\n.: types checked\n',
  );
});

test('a compiler that fails without an error of the sources is an error', async () => {
  const root = workspace({ 'src/chart.ts': '' });
  rmSync(join(root, 'node_modules/typescript'));
  mkdirSync(join(root, 'node_modules/typescript/bin'), { recursive: true });
  writeFileSync(join(root, 'node_modules/typescript/package.json'), '{}');
  writeFileSync(
    join(root, 'node_modules/typescript/bin/tsc'),
    "console.error('out of memory'); process.exit(7);",
  );
  expect(printReport(await checkTypes({ workspace: root, root: '' }))).toContain(
    'error the compiler failed: out of memory; ',
  );
});
