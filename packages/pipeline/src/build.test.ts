import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { type Manifest, manifestId, printFinding } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import { build as buildTree } from './build.ts';
import { treeInput } from './input.ts';

type Files = Readonly<Record<string, string>>;

/** Builds the directory `profile` of a workspace with kustomize. */
const build = async (files: Files) => {
  const workspaceRoot = await workspace(files);
  const input = treeInput({
    workspaceRoot,
    directory: join(workspaceRoot, 'profile'),
    out: join(workspaceRoot, 'dist'),
  });
  const { layers, findings } = await buildTree(input, openEngine({ workspaceRoot }));
  const documents = layers.flatMap((layer) => layer.documents);
  return {
    layers: layers.map(({ path, appliedBy }) => `${path} by ${appliedBy}`),
    objects: documents.map(({ manifest }) => manifestId(manifest)),
    places: documents.map(({ source }) => source),
    find: (id: string): Manifest | undefined =>
      documents.find(({ manifest }) => manifestId(manifest) === id)?.manifest,
    findings: findings.map(printFinding),
  };
};

const git = '  sourceRef: {kind: GitRepository, name: appliance}';

const kustomization = (
  name: string,
  path: string,
  spec = '',
) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: flux-system}
spec:
  path: ${path}
${git}
${spec.trimEnd()}
`;

const configMap = (name: string, data = '{}') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata: ${data}\n`;

/** A profile whose root contains one Kustomization, which applies the directory `app`. */
const withApp = (spec: string, files: Files): Files => ({
  'profile/flux.yaml': kustomization('app', './app', spec),
  ...files,
});

describe('layers', () => {
  test('follows Kustomizations of the repository, level by level', async () => {
    const built = await build({
      'profile/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
      'profile/a.yaml': kustomization('a', './a'),
      'profile/b.yaml': kustomization('b', '/b'),
      'a/c.yaml': kustomization('c', 'c'),
      'b/x.yaml': configMap('b'),
      'c/x.yaml': configMap('c'),
    });
    expect(built).toMatchObject({
      layers: [
        'profile by undefined',
        'a by flux-system/a',
        'b by flux-system/b',
        'c by flux-system/c',
      ],
      findings: [],
    });
    expect(built.places).toEqual([
      'profile/a.yaml:1',
      'profile/b.yaml:1',
      'a/c.yaml:1',
      'b/x.yaml:1',
      'c/x.yaml:1',
    ]);
  });

  test('builds a root that applies itself with the fields of its own Kustomization', async () => {
    const built = await build({
      'profile/flux.yaml': kustomization('self', './profile', '  commonMetadata: {labels: {a: b}}'),
    });
    expect(built.layers).toEqual(['profile by flux-system/self']);
    expect(built.find('Kustomization flux-system/self')?.metadata.labels).toEqual({
      a: 'b',
      'kustomize.toolkit.fluxcd.io/name': 'self',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    });
  });

  test('reports a directory that two Kustomizations apply, and one that applies itself in a cycle', async () => {
    const built = await build({
      'profile/flux.yaml': [
        kustomization('a', './a'),
        kustomization('again', './a/'),
        kustomization('prefixed', './a', '  namePrefix: x-'),
        kustomization('b', './b'),
      ].join('---\n'),
      'a/x.yaml': configMap('a'),
      'b/x.yaml': kustomization('endless', './b', '  namePrefix: x-'),
    });
    expect(built.layers).toEqual([
      'profile by undefined',
      'a by flux-system/a',
      'b by flux-system/b',
      'a by flux-system/prefixed',
    ]);
    expect(built.findings).toMatchInlineSnapshot(`
      [
        "warning profile/flux.yaml:13: Kustomization flux-system/again: spec.path: it applies a, which flux-system/a already applies, so each would overwrite the objects of the other; give one of them another path. [duplicate]",
        "warning b/x.yaml:5: Kustomization flux-system/endless: spec.path: it applies b, which flux-system/b already applies, so each would overwrite the objects of the other; give one of them another path. [duplicate]",
      ]
    `);
  });

  test('reports a Kustomization that is suspended, has another source or a missing path; no path leaves the repository', async () => {
    const built = await build({
      'profile/flux.yaml': [
        kustomization('suspended', './a', '  suspend: true\n'),
        kustomization('above', '../a'),
        kustomization('missing', './missing'),
        kustomization('oci', './a').replace('GitRepository', 'OCIRepository'),
      ].join('---\n'),
    });
    expect(built.findings).toMatchInlineSnapshot(`
      [
        "warning profile/flux.yaml:7: Kustomization flux-system/suspended: spec.suspend: the Kustomization is suspended, so Flux applies nothing of it and nothing of it is checked. [not-rendered]",
        "error profile/flux.yaml:13: Kustomization flux-system/above: spec.path: it applies a, and the directory does not exist, so Flux applies nothing; add it, or correct the path. [kustomize]",
        "error profile/flux.yaml:21: Kustomization flux-system/missing: spec.path: it applies missing, and the directory does not exist, so Flux applies nothing; add it, or correct the path. [kustomize]",
        "error profile/flux.yaml:30: Kustomization flux-system/oci: spec.sourceRef: nothing in the tree defines its source OCIRepository flux-system/appliance, so nothing of it is built or checked, and references to its objects are reported as missing; add it, or state its directory with sources in helm-charts.config.ts. [not-rendered]",
      ]
    `);
  });

  test('the source of a root that applies itself contains the workspace, for every kind of source', async () => {
    const oci = (text: string) => text.replace('GitRepository', 'OCIRepository');
    const built = await build({
      'profile/flux.yaml': [
        oci(kustomization('self', './profile')),
        oci(kustomization('a', './a')),
        kustomization('b', './a'),
      ].join('---\n'),
      'a/x.yaml': configMap('a'),
    });
    expect(built.layers).toEqual(['profile by flux-system/self', 'a by flux-system/a']);
    expect(built.findings).toMatchInlineSnapshot(`
      [
        "error profile/flux.yaml:22: Kustomization flux-system/b: spec.sourceRef: nothing in the tree defines its source GitRepository flux-system/appliance, so nothing of it is built or checked, and references to its objects are reported as missing; add it, or state its directory with sources in helm-charts.config.ts. [not-rendered]",
      ]
    `);
  });
});

describe('references of a directory', () => {
  test('are those of the built Kustomization, after kustomize has changed it', async () => {
    const { layers, objects, findings } = await build({
      'profile/kustomization.yaml':
        'resources: [flux.yaml]\npatches: [{target: {kind: Kustomization}, patch: "- {op: replace, path: /spec/path, value: ./right}"}]\n',
      'profile/flux.yaml': kustomization('app', './wrong'),
      'wrong/kustomization.yaml': 'resources: [missing.yaml]\n',
      'right/map.yaml': configMap('one'),
    });
    expect(layers).toEqual(['profile by undefined', 'right by flux-system/app']);
    expect(objects).toContain('ConfigMap one');
    expect(findings).toEqual([]);
  });
});

describe('kustomization', () => {
  test('is generated from all YAML files if there is none', async () => {
    const built = await build({
      'profile/b.yml': `${configMap('b')}---\n${configMap('b2')}`,
      'profile/deep/a.yaml': configMap('a'),
      'profile/deep/notes.txt': 'no object',
      'profile/own/kustomization.yaml': 'resources: [x.yaml]\nnamePrefix: own-\n',
      'profile/own/x.yaml': configMap('x'),
      'profile/own/unused.yaml': 'no object',
      'profile/ignored/x.yaml': 'no object',
      '.sourceignore': 'ignored/\n',
    });
    expect(built.findings).toEqual([]);
    expect(built.objects.toSorted()).toEqual([
      'ConfigMap a',
      'ConfigMap b',
      'ConfigMap b2',
      'ConfigMap own-x',
    ]);
    expect(built.places.toSorted()).toEqual([
      'profile/b.yml:1',
      'profile/b.yml:7',
      'profile/deep/a.yaml:1',
      'profile/own/x.yaml:1',
    ]);
  });

  test('an empty directory applies nothing', async () => {
    expect(await build({ 'profile/notes.txt': '' })).toMatchObject({ objects: [], findings: [] });
  });

  test('a file without an object prevents the build of a directory without a kustomization', async () => {
    const { findings } = await build({
      'profile/a.yaml': '\na: 1\n',
      'profile/b.yaml': 'a: 1\na: 2\n',
    });
    expect(findings).toMatchInlineSnapshot(`
      [
        "error profile/a.yaml:2: this is not a Kubernetes object: it has no kind, and Flux applies every YAML file of a directory without a kustomization.yaml; add a kustomization.yaml that lists the resources. [kustomize]",
        "error profile/b.yaml:2:1: the key is defined twice, and only one of the values would be used; remove one. [yaml]",
      ]
    `);
  });

  test('takes patches, components, images, namespace, prefix and suffix of the Flux Kustomization, and touches no file', async () => {
    const spec = `  targetNamespace: msp
  namePrefix: pre-
  nameSuffix: -suf
  commonMetadata:
    annotations: {team: a}
  components: [../component]
  images: [{name: app, newTag: "2"}]
  patches:
    - patch: |
        - op: add
          path: /data/patched
          value: "yes"
      target: {kind: ConfigMap}
`;
    const files = withApp(spec, {
      'app/kustomization.yaml':
        'resources: [x.yaml, pod.yaml]\nnamespace: other\nnamePrefix: old-\nimages: [{name: app, newName: mirror/app, newTag: "1"}]\n',
      'app/x.yaml': configMap('x'),
      'app/pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: pod}\nspec: {containers: [{name: a, image: app}]}\n',
      'component/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [y.yaml]\n',
      'component/y.yaml': configMap('y'),
    });
    const built = await build(files);
    expect(built.findings).toEqual([]);
    expect(built.find('ConfigMap msp/pre-x-suf')).toMatchInlineSnapshot(`
      {
        "apiVersion": "v1",
        "data": {
          "patched": "yes",
        },
        "kind": "ConfigMap",
        "metadata": {
          "annotations": {
            "team": "a",
          },
          "labels": {
            "kustomize.toolkit.fluxcd.io/name": "app",
            "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
          },
          "name": "pre-x-suf",
          "namespace": "msp",
        },
      }
    `);
    expect(built.find('Pod msp/pre-pod-suf')?.spec).toEqual({
      containers: [{ name: 'a', image: 'mirror/app:2' }],
    });
    expect(built.objects).toContain('ConfigMap msp/pre-y-suf');
    expect(built.places).toContain('component/y.yaml:1');
  });

  test('reports a missing component unless ignoreMissingComponents is set', async () => {
    const app = { 'app/x.yaml': configMap('x') };
    const missing = await build(withApp('  components: [../none]\n', app));
    expect(missing.findings).toMatchInlineSnapshot(`
      [
        "error profile/flux.yaml:7: Kustomization flux-system/app: spec.components[0]: the component ../none of app does not exist, so Flux applies nothing; add it, or correct the path. [kustomize]",
      ]
    `);
    const spec = '  components: [../none]\n  ignoreMissingComponents: true\n';
    expect((await build(withApp(spec, app))).findings).toEqual([]);
  });

  test('keeps the origin annotation of kustomize only if Flux does', async () => {
    const note = async (text: string) => {
      const built = await build({
        'profile/kustomization.yaml': text,
        'profile/x.yaml': configMap('x'),
      });
      return built.objects.map((id) => built.find(id)?.metadata.annotations);
    };
    expect(await note('resources: [x.yaml]\n')).toEqual([undefined]);
    expect(
      await note('configMapGenerator: [{name: x, options: {disableNameSuffixHash: true}}]\n'),
    ).toEqual([{ 'config.kubernetes.io/origin': expect.stringContaining('ConfigMapGenerator') }]);
    expect(await note('resources: [x.yaml]\nbuildMetadata: [originAnnotations]\n')).toEqual([
      { 'config.kubernetes.io/origin': 'path: x.yaml\n' },
    ]);
  });

  test('warns about files outside its directory, and reports an error for files outside the repository', async () => {
    const { findings, objects } = await build({
      'profile/kustomization.yaml': 'resources:\n  - ../shared/x.yaml\n',
      'shared/x.yaml': configMap('x'),
    });
    expect(objects).toEqual(['ConfigMap x']);
    expect(findings).toMatchInlineSnapshot(`
      [
        "warning profile/kustomization.yaml:2: ../shared/x.yaml is outside the directory of this kustomization: Flux accepts it, but kustomize alone rejects it; add a kustomization.yaml to its directory and refer to that. [outside]",
      ]
    `);
    const beyond = await build({ 'profile/kustomization.yaml': 'resources:\n  - ../../x.yaml\n' });
    expect(beyond.findings).toMatchInlineSnapshot(`
      [
        "error profile/kustomization.yaml:2: ../../x.yaml is outside the repository, so Flux rejects the kustomization; copy it into the repository. [outside]",
      ]
    `);
  });
});

describe('bad input', () => {
  test('reports all problems of a kustomization at once, with their lines', async () => {
    const { findings } = await build({
      'profile/kustomization.yaml': `resources:
  - https://example.invalid/a.yaml
  - github.com/example/base?ref=v1
  - none.yaml
  - empty
  - cycle
`,
      'profile/empty/notes.txt': '',
      'profile/cycle/kustomization.yaml': 'resources:\n  - ../../profile\n',
    });
    expect(findings).toMatchInlineSnapshot(`
      [
        "error profile/kustomization.yaml:2: https://example.invalid/a.yaml is not in the repository, and builds here do not use the network; copy it into the repository. [remote]",
        "error profile/kustomization.yaml:3: github.com/example/base?ref=v1 is not in the repository, and builds here do not use the network; copy it into the repository. [remote]",
        "error profile/kustomization.yaml:4: profile/none.yaml does not exist, so the build fails; add it or remove the line. [kustomize]",
        "error profile/kustomization.yaml:5: the directory profile/empty has no kustomization.yaml, so kustomize rejects it; add one. [kustomize]",
        "error profile/cycle/kustomization.yaml:2: the kustomization refers to itself through profile, so the build fails; remove one reference of the cycle. [kustomize]",
      ]
    `);
  });

  test('reports all problems of resources at once, with their lines', async () => {
    const rows = ['a', 'b', 'c', 'd'].map((name, index, names) => {
      const item = index === 0 ? '1' : `*${names[index - 1]}`;
      return `  ${name}: &${name} [${Array(11).fill(item).join(', ')}]`;
    });
    const { findings } = await build({
      'profile/kustomization.yaml': 'resources: [a.yaml, b.yaml, bomb.yaml, twice.yaml]\n',
      'profile/a.yaml': `${configMap('a')}---\n${configMap('a')}`,
      'profile/b.yaml': 'a: [\n',
      'profile/bomb.yaml': `${configMap('bomb').replace(' {}', '')}${rows.join('\n')}\n`,
      'profile/twice.yaml': `${configMap('twice')}data: {}\n`,
    });
    expect(findings).toMatchInlineSnapshot(`
      [
        "error profile/b.yaml:2:1: flow sequence in block collection must be sufficiently indented and end with a ]. [yaml]",
        "error profile/bomb.yaml:1:1: its nested aliases expand to too many nodes, so the parser stops; write out the values instead of aliases. [yaml]",
        "error profile/twice.yaml:6:1: the key is defined twice, and only one of the values would be used; remove one. [yaml]",
        "error profile/a.yaml:7: ConfigMap a: the object is also in profile/a.yaml:1, so the build fails; rename or remove one. [duplicate]",
      ]
    `);
  });

  test('reports the problems of all directories', async () => {
    const built = await build({
      'profile/flux.yaml': [
        kustomization('a', './a'),
        kustomization('b', './b'),
        kustomization('c', './c'),
      ].join('---\n'),
      'a/kustomization.yaml': 'resources: [\n',
      'b/kustomization.yaml': 'resurces: []\n',
      'c/x.yaml': configMap('c'),
    });
    expect(built.objects).toContain('ConfigMap c');
    expect(built.findings).toMatchInlineSnapshot(`
      [
        "error a/kustomization.yaml:2:1: flow sequence in block collection must be sufficiently indented and end with a ]. [yaml]",
        "error b/kustomization.yaml: kustomize cannot read it: unknown field "resurces". [kustomize]",
      ]
    `);
  });
});

describe('substitution', () => {
  const substituted = async (spec: string, files: Files) => build(withApp(spec, files));

  test('is strict: reports an unset variable at its line', async () => {
    const { findings } = await substituted('  postBuild: {substitute: {A: a}}\n', {
      'app/kustomization.yaml':
        'resources: [x.yaml]\nconfigMapGenerator: [{name: values, files: [values.yaml]}]\n',
      'app/x.yaml': configMap('x', `{a: "\${A}", b: "\${B}", c: "\${C}"}`),
      'app/values.yaml': `a: 1\nb: \${D}\n`,
    });
    expect(findings).toMatchInlineSnapshot(`
      [
        "error app/values.yaml:2: ConfigMap values-t79f8mmhgg: the variable D is not set by Kustomization flux-system/app, so Flux does not apply the object; set it in spec.postBuild, give it a default with \${D:=…}, or write $\${D} for the literal text. [substitution]",
        "error app/x.yaml:5: ConfigMap x: the variable B is not set by Kustomization flux-system/app, so Flux does not apply the object; set it in spec.postBuild, give it a default with \${B:=…}, or write $\${B} for the literal text. [substitution]",
        "error app/x.yaml:5: ConfigMap x: the variable C is not set by Kustomization flux-system/app, so Flux does not apply the object; set it in spec.postBuild, give it a default with \${C:=…}, or write $\${C} for the literal text. [substitution]",
      ]
    `);
  });

  test('uses substituteFrom in its order, then substitute, without line breaks', async () => {
    const built = await build({
      'profile/flux.yaml': [
        kustomization(
          'app',
          './app',
          `  postBuild:
    substituteFrom:
      - {kind: ConfigMap, name: first}
      - {kind: Secret, name: second}
      - {kind: ConfigMap, name: none, optional: true}
    substitute: {C: own}
`,
        ),
        kustomization('variables', './variables'),
      ].join('---\n'),
      'app/x.yaml': configMap('x', `{a: "\${A}", b: "\${B}", c: "\${C}"}`),
      'variables/first.yaml': `${configMap('first', '{A: "a\\nb", B: first, C: first}').replace('name: first', 'name: first\n  namespace: flux-system')}`,
      'variables/second.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: {name: second, namespace: flux-system}\nstringData: {B: second, C: second}\n',
    });
    expect(built.find('ConfigMap x')?.data).toEqual({ a: 'ab', b: 'second', c: 'own' });
  });

  test('waits for variables that a Kustomization further down applies', async () => {
    const variables = configMap('first', '{A: deep}').replace(
      'name: first',
      'name: first\n  namespace: flux-system',
    );
    const built = await build({
      'profile/flux.yaml': [
        kustomization(
          'app',
          './app',
          '  postBuild:\n    substituteFrom: [{kind: ConfigMap, name: first}]\n',
        ),
        kustomization('outer', './outer'),
      ].join('---\n'),
      'app/x.yaml': configMap('x', `{a: "\${A}"}`),
      'outer/flux.yaml': kustomization('inner', './inner'),
      'inner/first.yaml': variables,
    });
    expect(built.findings).toEqual([]);
    expect(built.find('ConfigMap x')?.data).toEqual({ a: 'deep' });
  });

  test('replaces an encrypted variable with a text, with a warning', async () => {
    const built = await build({
      ...withApp('  postBuild:\n    substituteFrom:\n      - {kind: Secret, name: hidden}\n', {
        'app/x.yaml': configMap('x', `{a: "\${A}", b: "\${B}"}`),
      }),
      'profile/hidden.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: {name: hidden, namespace: flux-system}\nstringData: {A: "ENC[AES256_GCM,data:a]", B: plain}\nsops: {version: 3.10.2}\n',
    });
    expect(built.find('ConfigMap x')?.data).toEqual({ a: 'unknown-value', b: 'plain' });
    expect(built.findings).toMatchInlineSnapshot(`
      [
        "warning profile/flux.yaml:9: Kustomization flux-system/app: spec.postBuild.substituteFrom[0]: Secret flux-system/hidden is encrypted, so the text "unknown-value" replaces each of its values in the build here. [encrypted]",
      ]
    `);
  });

  test('reports a missing source of variables', async () => {
    const { findings } = await substituted(
      '  postBuild:\n    substituteFrom:\n      - {kind: ConfigMap, name: none}\n',
      { 'app/x.yaml': configMap('x', `{a: "\${A}"}`) },
    );
    expect(findings).toMatchInlineSnapshot(`
      [
        "error profile/flux.yaml:9: Kustomization flux-system/app: spec.postBuild.substituteFrom[0]: the profile has no ConfigMap flux-system/none, which substituteFrom needs, so Flux applies nothing of the Kustomization; add it, or set optional: true. [substitution]",
      ]
    `);
  });

  test('reports variable names with other characters than letters, digits and _', async () => {
    const { findings } = await substituted('  postBuild:\n    substitute:\n      a-b: x\n', {
      'app/x.yaml': configMap('x'),
    });
    expect(findings).toMatchInlineSnapshot(`
      [
        "error profile/flux.yaml:9: Kustomization flux-system/app: spec.postBuild.substitute.a-b: a-b is not a valid variable name, which consists of letters, digits and _ only; rename it. [substitution]",
      ]
    `);
  });

  test('does not change an object with substitute: disabled as label or annotation', async () => {
    const key = 'kustomize.toolkit.fluxcd.io/substitute';
    const object = (field: string) =>
      configMap(field, `{a: "\${B}"}`).replace('name:', `${field}: {${key}: disabled}\n  name:`);
    const built = await substituted('  postBuild: {substitute: {A: a}}\n', {
      'app/x.yaml': `${object('labels')}---\n${object('annotations')}`,
    });
    expect(built.findings).toEqual([]);
    expect(built.find('ConfigMap labels')?.data).toEqual({ a: `\${B}` });
    expect(built.find('ConfigMap annotations')?.data).toEqual({ a: `\${B}` });
  });

  test('substitutes nothing without variables unless the strategy is Always', async () => {
    const app = { 'app/x.yaml': configMap('x', `{a: "\${A:=d}"}`) };
    const never = await substituted('  postBuild: {substitute: {}}\n', app);
    expect(never.find('ConfigMap x')?.data).toEqual({ a: `\${A:=d}` });
    const always = await substituted('  postBuild: {substituteStrategy: Always}\n', app);
    expect(always.find('ConfigMap x')?.data).toEqual({ a: 'd' });
  });

  test('parses the result as YAML', async () => {
    const number = `\n  number: \${N}\n  text: "\${N}"`;
    const bad = `\n  a: \${BAD}`;
    const built = await substituted('  postBuild: {substitute: {N: "3", BAD: "a: b"}}\n', {
      'app/x.yaml': `${configMap('x', number)}---\n${configMap('bad', bad)}`,
    });
    expect(built.find('ConfigMap x')?.data).toEqual({ number: 3, text: 3 });
    expect(built.find('ConfigMap x')?.metadata.annotations).toBeUndefined();
    expect(built.findings).toMatchInlineSnapshot(`
      [
        "error app/x.yaml:9: ConfigMap bad: the object is invalid after substitution, so Flux does not apply it: nested mappings are not allowed in compact mappings; put the variable in quotes. [substitution]",
      ]
    `);
  });

  test('reports an expression that Flux cannot parse', async () => {
    const { findings } = await substituted('  postBuild: {substitute: {A: a}}\n', {
      'app/x.yaml': configMap('x', `\n  a: \${A-b}\n  ok: $\${A} $A`),
    });
    expect(findings).toMatchInlineSnapshot(`
      [
        "error app/x.yaml:6: ConfigMap x: Flux cannot substitute an expression of the object: the expression of A is not closed by }; correct it, write $\${ for a literal \${, or add the annotation kustomize.toolkit.fluxcd.io/substitute: disabled. [substitution]",
      ]
    `);
  });
});
