import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { run } from './run.ts';
import { type Copy, copyWorkspace } from './testing/copy.ts';

const charts = readdirSync(resolve(import.meta.dirname, '../../../charts')).toSorted();

const everything = (copy: Copy, ...args: readonly string[]) => run(args, copy.directory);

describe('what is right', () => {
  test('renders and validates a chart and a profile', async () => {
    using copy = copyWorkspace();
    const { output, errors, exitCode } = await everything(
      copy,
      'render',
      'charts/pgbouncer',
      'flux-profiles/talos-single-node',
    );
    expect({ errors, exitCode }).toEqual({ errors: '', exitCode: 0 });
    expect(output).toMatch(/^charts\/pgbouncer: \d+ scenarios, \d+ manifests, 0 findings$/m);
    // A chart of somebody else, which no render fetches.
    expect(output).toMatch(
      /^warning .*helmrelease.yaml:\d+: .* is not available locally, .* \[not-rendered\]$/m,
    );
    expect(output).toMatch(
      /^flux-profiles\/talos-single-node: 6 releases, air-gapped 6 releases, \d+ manifests, 0 findings, 1 warning; not rendered: 1 release whose chart is not available locally \(run helm-charts fetch\)$/m,
    );
    expect(output).toMatch(/^ {2}\d\. HelmRelease alga-system\/alga-core: \d+ objects/m);
    expect(copy.read('dist/render/charts/pgbouncer/everything.yaml')).toContain(
      'kind: NetworkPolicy',
    );
    expect(copy.read('dist/render/talos-single-node/pgbouncer.yaml')).toContain(
      'host=db.msp.svc.cluster.local',
    );
    expect(copy.read('dist/render/talos-single-node/flux.yaml')).toContain('kind: HelmRelease');
  });

  test('a second generation changes nothing', async () => {
    using copy = copyWorkspace();
    const { output, exitCode } = await everything(copy, 'generate', 'charts/pgbouncer');
    expect({ output, exitCode }).toEqual({
      output: expect.stringMatching(/^charts\/pgbouncer: \d+ files, 0 changed\n$/),
      exitCode: 0,
    });
  });

  test('--json gives the reports as data', async () => {
    using copy = copyWorkspace();
    const { output } = await everything(copy, 'lint', '--json');
    expect(JSON.parse(output)).toEqual({
      exitCode: 0,
      reports: charts.map((chart) => ({
        summary: expect.stringMatching(new RegExp(`^charts/${chart}: linted with \\d+ scenarios$`)),
        findings: [],
        exitCode: 0,
      })),
    });
  });
});

describe('a tree that Flux is pointed at, in a repository of any kind', () => {
  const file = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  const repository = (): string => {
    const root = mkdtempSync(join(tmpdir(), 'repository-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    mkdirSync(join(root, '.git'));
    file(
      join(root, 'clusters/one/apps.yaml'),
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps, namespace: flux-system}\nspec: {interval: 1h, prune: true, path: ./apps, sourceRef: {kind: GitRepository, name: all}}\n',
    );
    file(
      join(root, 'apps/web.yaml'),
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web, namespace: default}\nspec: {interval: 1h, chart: {spec: {chart: ./charts/web, sourceRef: {kind: GitRepository, name: all}}}}\n---\napiVersion: example.com/v1\nkind: Own\nmetadata: {name: own, namespace: default}\n',
    );
    file(join(root, 'charts/web/Chart.yaml'), 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
    file(
      join(root, 'charts/web/templates/config.yaml'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n',
    );
    return root;
  };

  test('is rendered and validated, and says what it does not know', async () => {
    const root = repository();
    const { output, exitCode } = await run(['render', 'one'], join(root, 'clusters'));
    expect({ output, exitCode }).toMatchInlineSnapshot(`
      {
        "exitCode": 0,
        "output": "warning apps/web.yaml:6: Own default/own: there is no schema for Own of example.com/v1, so the object was not validated; correct apiVersion or kind, or add the CustomResourceDefinition with helm-charts schemas add FILE. [unknown-kind]
        1. Kustomization flux-system/apps: 2 objects
        2. HelmRelease default/web: 1 object
      clusters/one: 1 release, 4 manifests, 0 findings, 1 warning; not validated: 1 object without a schema (Own; run helm-charts schemas add)
      ",
      }
    `);
    expect(existsSync(join(root, 'dist'))).toBe(false);
    await run(['render', 'one', '--output', '../out'], join(root, 'clusters'));
    expect(existsSync(join(root, 'out/clusters-one/web.yaml'))).toBe(true);
  });

  test('versions compares a chart of any origin with Git', async () => {
    const root = repository();
    const { output, errors, exitCode } = await run(['versions', 'clusters/nope'], root);
    expect([output, exitCode]).toEqual(['', 2]);
    expect(errors).toContain('there is no Chart.yaml');
  });

  test('has no values of its own, and lies in the repository', async () => {
    const root = repository();
    const values = await run(['render', 'clusters/one', '--values', 'x.yaml'], root);
    const outside = await run(['render', root], repository());
    expect([values.exitCode, values.errors]).toMatchInlineSnapshot(`
      [
        2,
        "error clusters/one: --values works only with a chart, and --previous only with a chart or a profile of this workspace; remove the option. [usage]
      clusters/one: failed (exit code 2)
      ",
      ]
    `);
    expect(outside.errors).toContain('it is outside the repository');
  });
});

describe('what is asked wrongly', () => {
  test.for([
    [
      ['deploy'],
      'there is no command "deploy"; there are check-types, check-values, generate, lint, package, render, values, versions, bundle, dependencies, fetch, push, schemas, verify',
    ],
    [['render', '--check'], '--check and --force go with generate'],
    [['lint', '--previous', '.'], '--previous goes with render'],
    [['package', '--write'], '--write goes with versions'],
    [['generate', '--timeout', '9s'], '--timeout goes with render and lint'],
    [['render', '--timeout', 'soon'], '"soon" is not a duration; write --timeout 60s'],
    [['lint', '--max-memory', 'much'], '"much" is not a size; write --max-memory 2GiB'],
    [['render', '--engine', 'rust'], 'there is no engine "rust"; use helm, native, wasm'],
    [
      ['render', '--rules', 'kubernetes,nope'],
      'there is no rule set "nope"; use kubernetes, flux, single-node, appliance',
    ],
    [['lint', '--rules', 'flux'], '--rules goes with render'],
    [
      ['dependencies', 'update', '.', '--timeout', 'soon'],
      '--timeout takes a number of seconds, and goes with dependencies update and build',
    ],
    [['bundle'], 'write bundle PROFILE, bundle load FILE or bundle verify FILE'],
    [
      ['bundle', 'load', 'a.tar'],
      'bundle load needs the address of the registry: --registry oci://registry.example.com/site',
    ],
    [['bundle', 'verify', 'a.tar', '--plain-http'], '--plain-http does not go with bundle verify'],
    [
      ['bundle', 'a', '--platform', 'linux/amd64'],
      '--platform and --image-registry go with --with-images',
    ],
    [
      ['bundle', 'a', '--with-images', '--platform', 'linux'],
      '"linux" is no platform; write it like linux/amd64',
    ],
    [['lint', '--output', 'out'], '--output goes with render and bundle'],
    [['generate', '--strict'], '--strict goes with render'],
    [['render', '--ca-file', 'a.crt'], '--ca-file goes with push, verify, bundle and fetch'],
    [['render', '--nope'], "Unknown option '--nope'"],
    [['render', '--registry', 'oci://a/b'], '--registry goes with push, verify and bundle'],
    [['package', '--sign-key', 'sign.key'], '--sign-key goes with push'],
    [['render', '--key', 'cosign.pub'], '--key goes with verify and bundle verify'],
    [['verify'], 'verify needs the public key: --key cosign.pub'],
    [['verify', '--key', 'cosign.pub', '--dry-run'], '--dry-run does not go with verify'],
    [
      ['verify', 'oci://a/b:1', '--key', 'cosign.pub', '--registry', 'oci://a/b'],
      'the references of verify name their registry, so --registry does not go with them',
    ],
    [['push', '--registry', 'oci://a/b', '--lock', 'a.json'], '--lock does not go with push'],
  ] as const)('%s', async ([args, message]) => {
    expect(await run(args, '/')).toEqual({
      output: '',
      errors: `helm-charts: ${message}; see helm-charts --help\n`,
      exitCode: 2,
    });
  });

  test('a directory that does not exist, and a file in its place', async () => {
    using copy = copyWorkspace();
    const { errors, exitCode } = await everything(
      copy,
      ...['render', 'charts/nope', 'schemas', 'package.json'],
    );
    expect({ errors, exitCode }).toEqual({
      errors:
        'error charts/nope: the directory does not exist; create it, or correct the name. [place]\n' +
        'charts/nope: failed (exit code 2)\n' +
        'error schemas: the directory contains nothing to render: no Chart.yaml, no YAML, no src/chart.ts and no src/profile.ts; name the directory of a Helm chart, or one that Flux is pointed at. [place]\n' +
        'schemas: failed (exit code 2)\n' +
        'error package.json: this is a file, not a directory; name the directory that contains it. [place]\n' +
        'package.json: failed (exit code 2)\n',
      exitCode: 2,
    });
  });
});

test('a wrong configuration is a finding with its file, and JSON too', async () => {
  const root = mkdtempSync(join(tmpdir(), 'config-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, 'helm-charts.config.ts'), "export default { charts: 'deploy' };");
  const { errors, exitCode } = await run(['render'], root);
  expect([exitCode, errors]).toMatchInlineSnapshot(`
    [
      2,
      "error helm-charts.config.ts: its "charts" is not a list of directories; write: charts: ['deploy/*']. [config]
    helm-charts: failed (exit code 2)
    ",
    ]
  `);
  const json = await run(['render', '--json'], root);
  expect(json.exitCode).toBe(2);
  expect(JSON.parse(json.output)).toMatchObject({
    exitCode: 2,
    reports: [{ findings: [{ rule: 'config', position: { file: 'helm-charts.config.ts' } }] }],
  });
});

describe('what is wrong with the sources', () => {
  test('an overlay of the wrong type names the scenario and the value, and the other scenarios are rendered', async () => {
    using copy = copyWorkspace();
    copy.edit('charts/pgbouncer/src/scenarios.ts', (text) =>
      text.replace('default: {}', "default: { replicas: 'two', service: { port: 0, nope: true } }"),
    );
    const { errors, exitCode } = await everything(copy, 'render', 'charts/pgbouncer');
    expect(exitCode).toBe(2);
    expect(errors).toContain('replicas');
    expect(errors).toContain('service.port');
    expect(errors).toContain('nope');
    expect(errors).toContain('scenario default: ');
    expect(errors).not.toContain('    at ');
    expect(existsSync(join(copy.directory, 'dist/render/charts/pgbouncer/default.yaml'))).toBe(
      false,
    );
    expect(existsSync(join(copy.directory, 'dist/render/charts/pgbouncer/everything.yaml'))).toBe(
      true,
    );
  });

  test('a template that reads a value which is not declared', async () => {
    using copy = copyWorkspace();
    copy.edit('charts/pgbouncer/src/chart.ts', (text) =>
      text.replace('port: v.service.port }', 'port: v.service.prot }'),
    );
    const { errors, exitCode } = await everything(copy, 'generate', 'charts/pgbouncer');
    expect(exitCode).toBe(2);
    expect(errors).toContain('the chart has no value "prot" here; did you mean port?');
  });

  test('a member of a value which is not declared names the line', async () => {
    using copy = copyWorkspace();
    copy.edit('charts/pgbouncer/src/chart.ts', (text) =>
      text.replace('v.networkPolicy.enabled', 'v.networkPolice.enabled'),
    );
    const { errors, exitCode } = await everything(copy, 'generate', 'charts/pgbouncer');
    expect(exitCode).toBe(2);
    expect(errors).toMatch(
      /charts\/pgbouncer\/src\/chart\.ts:\d+:\d+: the chart has no value "networkPolice" here; did you mean networkPolicy\? \[types\]/,
    );
  });

  test('so does a member that is taken out of one', async () => {
    using copy = copyWorkspace();
    copy.edit('charts/pgbouncer/src/chart.ts', (text) =>
      text.replace(
        'manifests: (v) => {',
        'manifests: (v) => {\n    const { enabled } = v.networkPolice;',
      ),
    );
    const { errors, exitCode } = await everything(copy, 'generate', 'charts/pgbouncer');
    expect(exitCode).toBe(2);
    expect(errors).toMatch(
      /charts\/pgbouncer\/src\/chart\.ts:\d+:\d+: the chart has no value "networkPolice" here; did you mean networkPolicy\? \[types\]/,
    );
  });

  test('a syntax error names the file', async () => {
    using copy = copyWorkspace();
    copy.edit('charts/pgbouncer/src/chart.ts', (text) => `${text}\n}}`);
    const { errors, exitCode } = await everything(copy, 'generate', 'charts/pgbouncer');
    expect(exitCode).toBe(2);
    expect(errors).toContain('charts/pgbouncer/src/chart.ts');
    expect(errors).not.toContain('    at ');
  });

  test('a plain file that is not there', async () => {
    using copy = copyWorkspace();
    rmSync(join(copy.directory, 'charts/pgbouncer/src/start.sh'));
    const { errors, exitCode } = await everything(copy, 'generate', 'charts/pgbouncer');
    expect({ errors, exitCode }).toEqual({
      errors:
        'error charts/pgbouncer/src/start.sh: the chart includes this file, which does not exist; add it or correct its name. [source]\n' +
        'charts/pgbouncer: failed (exit code 2)\n',
      exitCode: 2,
    });
  });
});

describe('what is wrong with a values file', () => {
  const bomb = Array.from({ length: 8 }, (_, at) =>
    at === 0
      ? 'a0: &a0 [x, x, x, x, x, x, x, x]'
      : `a${at}: &a${at} [${`*a${at - 1}, `.repeat(8)}]`,
  ).join('\n');

  test.for([
    [
      'a key that is there twice, and a tab',
      'replicas: 1\nreplicas: 2\nservice:\n\tport: 1\n',
      [':2:1:', ':4:1:'],
    ],
    ['aliases that multiply', bomb, ['aliases expand']],
    ['more than Helm takes', `pods:\n  labels:\n    a: "${'x'.repeat(20_000_000)}"\n`, ['20 MiB']],
    ['a list', '- 1\n', ['must be a YAML mapping']],
  ] as const)('%s', async ([, text, sentences]) => {
    using copy = copyWorkspace();
    writeFileSync(join(copy.directory, 'mine.yaml'), text);
    const { errors, exitCode } = await everything(
      copy,
      'render',
      'charts/pgbouncer',
      '-f',
      'mine.yaml',
    );
    expect(exitCode).toBe(2);
    for (const sentence of sentences) expect(errors).toContain(sentence);
    expect(errors).toContain('mine.yaml');
    expect(errors).not.toContain('    at ');
    expect(existsSync(join(copy.directory, 'dist'))).toBe(false);
  });

  test('types, keys and rules that it breaks are reported together', async () => {
    using copy = copyWorkspace();
    writeFileSync(
      join(copy.directory, 'mine.yaml'),
      'replicas: "2"\nnope: 1\npools: { session: { user: postgres } }\n',
    );
    const { errors, exitCode } = await everything(
      copy,
      'render',
      'charts/pgbouncer',
      '-f',
      'mine.yaml',
    );
    expect(exitCode).toBe(2);
    expect(errors).toContain(
      'error mine.yaml:2:1: nope: the chart has no such value; correct the name',
    );
    expect(errors).toContain(
      'error mine.yaml:1:1: replicas: "2" does not fit: the chart needs an integer',
    );
    expect(errors).toContain('to whom no pool may connect');
  });

  test('what is right is rendered beside the scenarios', async () => {
    using copy = copyWorkspace();
    const mine = 'replicas: 2\npostgres:\n  connections: 600\n';
    writeFileSync(join(copy.directory, 'mine.yaml'), mine);
    expect(
      await everything(copy, 'render', 'charts/pgbouncer', '--values', 'mine.yaml'),
    ).toMatchObject({
      output: 'charts/pgbouncer: 1 values file, 4 manifests, 0 findings\n',
      errors: '',
      exitCode: 0,
    });
    expect(copy.read('dist/render/charts/pgbouncer/values/mine.yaml')).toContain('replicas: 2');
  });
});

describe('an upgrade', () => {
  const profile = 'flux-profiles/talos-single-node';

  test('a directory compared with itself has no differences', async () => {
    using before = copyWorkspace();
    using copy = copyWorkspace();
    const { errors, exitCode } = await everything(
      copy,
      'render',
      profile,
      '--previous',
      before.directory,
    );
    expect({ errors, exitCode }).toEqual({ errors: '', exitCode: 0 });
  });

  test('that Flux would not see or Kubernetes would refuse says both', async () => {
    using before = copyWorkspace();
    using copy = copyWorkspace();
    copy.edit('charts/pgbouncer/templates/deployment.yaml', (text) =>
      text.replace(/(matchLabels:\n( +))/, '$1example.com/tier: data\n$2'),
    );
    const { errors, exitCode } = await everything(
      copy,
      'render',
      profile,
      '--previous',
      before.directory,
    );
    expect(exitCode).toBe(1);
    expect(errors.split('\n').filter((line) => line.startsWith('error '))).toMatchInlineSnapshot(`
      [
        "error charts/pgbouncer/templates/deployment.yaml: Deployment msp/pgbouncer: spec.selector: the field is immutable but differs from the previous release, so the API server rejects the upgrade; restore the old value, or give the object another name. [immutable-field]",
        "error charts/pgbouncer/Chart.yaml: the chart pgbouncer differs from the previous release but still has version 0.1.0, so Flux does not notice the change; increase the version in Chart.yaml. [chart-version-unchanged]",
      ]
    `);
  });

  test('from a directory without charts is refused', async () => {
    using copy = copyWorkspace();
    const { errors, exitCode } = await everything(copy, 'render', profile, '--previous', 'schemas');
    expect(exitCode).toBe(2);
    expect(errors).toContain('error schemas: the directory contains no charts');
  });
});

describe('what is wrong with generated files', () => {
  test('an edit by hand is neither overwritten nor overlooked', async () => {
    using copy = copyWorkspace();
    copy.edit('charts/pgbouncer/values.yaml', (text) =>
      text.replace('replicas: 1', 'replicas: 1 # ours'),
    );
    for (const args of [['generate'], ['generate', '--check']]) {
      const { errors, exitCode } = await everything(copy, ...args);
      expect(exitCode).toBe(1);
      expect(errors).toMatch(
        /error charts\/pgbouncer\/values\.yaml:\d+: this generated file was edited by hand/,
      );
    }
    expect(copy.read('charts/pgbouncer/values.yaml')).toContain('# ours');
    expect((await everything(copy, 'generate', '--force')).exitCode).toBe(0);
    expect(copy.read('charts/pgbouncer/values.yaml')).not.toContain('# ours');
  });

  test('a generated values file that kustomize puts into a ConfigMap is read as Flux reads it', async () => {
    using copy = copyWorkspace();
    copy.edit(
      'flux-profiles/talos-single-node/releases/pgbouncer/values.yaml',
      () => 'replicas: 1\nreplicas: 2\n\tnope: 1\n',
    );
    const { errors, exitCode } = await everything(
      copy,
      'render',
      'flux-profiles/talos-single-node',
    );
    expect(exitCode).toBeGreaterThan(0);
    expect(errors).toContain('releases/pgbouncer/values.yaml:2:1: the key is defined twice');
    expect(errors).not.toContain('    at ');
  });
});

test('a variant that the definition of a profile has, and nobody has generated, is an error', async () => {
  using copy = copyWorkspace();
  const profile = 'flux-profiles/talos-single-node';
  rmSync(join(copy.directory, profile, 'airgap'), { recursive: true });
  const { output, errors, exitCode } = await everything(copy, 'render', profile);
  expect(exitCode).toBe(2);
  expect(errors).toContain(`error ${profile}/airgap: the directory does not exist`);
  expect(output + errors).toContain('air-gapped 0 releases');
  expect(errors).toContain('1 folder with errors; not evaluated: the rules (exit code 2)\n');
});

describe('results that are cached from the run before', () => {
  test('takes no finding away, and ends with the cause', async () => {
    using copy = copyWorkspace();
    const template = 'charts/pgbouncer/templates/deployment.yaml';
    const right = copy.read(template);
    const profile = 'flux-profiles/talos-single-node';
    copy.edit(template, (text) =>
      text.replace('progressDeadlineSeconds:', 'progressDeadlineSecond:'),
    );
    const first = await everything(copy, 'render', profile);
    expect(first.exitCode).toBe(1);
    expect(first.errors).toContain("additional property 'progressDeadlineSecond' not allowed");
    expect(await everything(copy, 'render', profile)).toEqual(first);
    copy.edit(template, () => right);
    expect((await everything(copy, 'render', profile)).exitCode).toBe(0);
  });
});

describe('what is wrong with the machine', () => {
  test.for([
    ['a helm that is not there', undefined, 3],
    [
      'a helm that is killed',
      '#!/bin/sh\n[ "$1" = version ] && { echo v4.2.3; exit; }\nkill -KILL $$\n',
      3,
    ],
    [
      'a helm that fails without a word',
      '#!/bin/sh\n[ "$1" = version ] && { echo v4.2.3; exit; }\nexit 9\n',
      2,
    ],
  ] as const)('%s', async ([, script, code]) => {
    using copy = copyWorkspace();
    const helm = join(copy.directory, 'helm');
    if (script !== undefined) writeFileSync(helm, script);
    if (script !== undefined) chmodSync(helm, 0o755);
    vi.stubEnv('HELM_BIN', helm);
    const { errors, exitCode } = await everything(copy, 'render', 'charts/pgbouncer');
    vi.unstubAllEnvs();
    expect(exitCode).toBe(code);
    expect(errors).toContain('error ');
    expect(errors).not.toContain('    at ');
  });
});

test('a custom resource is added, written with its type, generated and validated', async () => {
  using copy = copyWorkspace();
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(copy.directory, file)), { recursive: true });
    writeFileSync(join(copy.directory, file), text);
  };
  write('helm-charts.config.ts', "export default { schemas: 'kinds' };\n");
  write(
    'feed.yaml',
    `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: feeds.example.com }
spec:
  group: example.com
  names: { kind: Feed, plural: feeds }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: { type: object, required: [url], properties: { url: { type: string } } }
`,
  );
  const added = await everything(copy, 'schemas', 'add', 'feed.yaml');
  expect(added).toMatchObject({ errors: '', exitCode: 0 });
  const chart = (
    url: string,
    api: string,
  ) => `import { apiAvailable, component, defineChart, manifest, object, text, when } from '@helm-charts/types';
import { feed } from '../../../kinds/example.com/feed-v1.ts';

const server = component('server');

export const chart = defineChart({
  name: 'reader',
  description: 'A reader.',
  version: '1.0.0',
  appVersion: '1.0.0',
  values: object('Settings.', {}),
  scenarios: { plain: {}, served: {} },
  clusters: { served: { apiVersions: ['example.com/v1/Feed'] } },
  notes: () => text\`Done.\`,
  manifests: () => ({
    feed: when(apiAvailable('${api}'), manifest(feed, server, { spec: { ${url} } })),
  }),
});
`;
  write('charts/reader/src/chart.ts', chart("url: 'https://example.com'", 'example.com/v1/Feed'));
  await everything(copy, 'generate', 'charts/reader');
  expect(await everything(copy, 'render', 'charts/reader')).toMatchObject({
    output: 'charts/reader: 2 scenarios, 1 manifest, 0 findings\n',
    exitCode: 0,
  });
  write('charts/wrong/src/chart.ts', chart('url: 5', 'example.com/v1'));
  const { errors } = await everything(copy, 'generate', 'charts/wrong');
  expect(errors).toMatchInlineSnapshot(`
    "error charts/wrong/src/chart.ts:16:81: the field url does not allow a number; write a value of its type. [types]
    charts/wrong: failed (exit code 2)
    "
  `);
});

test.each([
  [['schemas'], /write schemas add and a file/],
  [['schemas', 'remove', 'a.yaml'], /write schemas add and a file/],
  [['schemas', 'add', 'a.yaml', '--force'], /has the options --kind and --json only/],
  [['render', '--kind', 'example.com/v1/Feed'], /--kind goes with schemas add/],
])('%j is wrong usage', async (args, message) => {
  using copy = copyWorkspace();
  const { errors, exitCode } = await everything(copy, ...args);
  expect(exitCode).toBe(2);
  expect(errors).toMatch(message);
});

test('the network policies of a profile follow a chart that changes in the same run', async () => {
  using copy = copyWorkspace();
  const policies = 'flux-profiles/talos-single-node/network/policies.yaml';
  expect(copy.read(policies)).toContain('port: 5432');
  copy.edit('charts/sebastian/src/postgres.ts', (text) =>
    text.replace("'postgres', port: 5432", "'postgres', port: 5433"),
  );
  expect((await everything(copy, 'generate')).exitCode).toBe(0);
  // The clients still connect to the old port, so no connection is left to allow.
  expect(copy.read(policies)).not.toContain('port: 5432');
});
