import { appliance, checkProfile, flux, kubernetes } from '@helm-charts/check';
import { expect, test } from 'vitest';
import { inputOfProfile } from './subject.ts';
import { renderFiles } from './testing/profile.ts';

type Files = Readonly<Record<string, string>>;

const prune = 'annotations: { kustomize.toolkit.fluxcd.io/prune: disabled }';
const readyExpr =
  "dep.spec.values.global.release == self.spec.values.global.release && dep.status.observedGeneration > 0 && 'Ready' != ''";

const release = (name: string, dependsOn: string, more = '') => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: shop }
spec:
  interval: 30m
  timeout: 10m
  releaseName: ${name}
  targetNamespace: shop
  chart:
    spec:
      chart: ./charts/tiny
      reconcileStrategy: ChartVersion
      sourceRef: { kind: GitRepository, name: shop, namespace: flux-system }
  install: { strategy: { name: RetryOnFailure } }
  upgrade: { strategy: { name: RetryOnFailure } }
  dependsOn: [{ name: ${dependsOn}, readyExpr: "${readyExpr}" }]
  valuesFrom: [{ kind: ConfigMap, name: values-5b2tc7h842 }]
  values: { global: { release: 1.0.0 } }
${more}`;

const kustomization = (name: string, more: string) => `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  path: ./${name}
  interval: 1h
  retryInterval: 1m
  prune: true
  deletionPolicy: Orphan
  sourceRef: { kind: GitRepository, name: shop }
${more}`;

/** A valid profile. */
const good: Files = {
  'charts/tiny/Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 0.1.0\n',
  'charts/tiny/templates/config.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "{{ .Release.Name }}" }\n',
  'profile/shop.yaml': [
    kustomization('profile', ''),
    kustomization('releases', ''),
    `
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: shop, namespace: flux-system }
spec: { interval: 1h, url: 'https://git.example.com/shop.git' }
`,
    `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  ${prune}
  labels: { pod-security.kubernetes.io/enforce: restricted }
`,
  ].join('---'),
  'releases/values.yaml': `
apiVersion: v1
kind: ConfigMap
metadata:
  name: values-5b2tc7h842
  namespace: shop
  labels: { reconcile.fluxcd.io/watch: Enabled }
data: { values.yaml: '' }
`,
  'releases/db.yaml': release('db', 'web').replace(/\n {2}dependsOn.*/, ''),
  'releases/web.yaml': release('web', 'db'),
};

/** The ids of all findings of a render, including rules. */
const rulesOf = async (files: Files): Promise<readonly string[]> => {
  const { workspaceRoot, profile } = await renderFiles(files);
  const definition = { secrets: [], dataClaims: [], certificates: [] };
  const input = inputOfProfile(profile.cluster, definition, workspaceRoot);
  const broken = checkProfile(input, [kubernetes(), flux(), appliance()]);
  return [...profile.findings, ...broken].map(({ rule }) => rule);
};

/** The valid profile with a replaced text. */
const change = (file: string, from: string | RegExp, to: string): Files => {
  const text = good[file] ?? '';
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} has no ${from}`);
  return { ...good, [file]: changed };
};

const secret = (more: string) => ({
  ...good,
  'releases/secret.yaml': `
apiVersion: v1
kind: Secret
metadata: { name: db, namespace: shop }
${more}`,
});

const encrypted = secret("stringData: { a: 'ENC[AES256_GCM]' }\nsops: { version: 3.9.0 }\n");
const decrypting = '\n  decryption: { provider: sops }\n  path: ./releases';

test('a valid profile has no findings', async () => {
  expect(await rulesOf(good)).toEqual([]);
});

test.each<[string, Files, readonly string[]]>([
  [
    'releases that wait for each other',
    { ...good, 'releases/db.yaml': release('db', 'web') },
    ['dependency-cycle'],
  ],
  [
    'a missing dependency',
    change('releases/web.yaml', 'name: db', 'name: dp'),
    ['dependency-missing'],
  ],
  ['a Secret in Git', secret('stringData: { password: shop }\n'), ['secret-in-git']],
  ['a Secret without data', secret('type: kubernetes.io/service-account-token\n'), []],
  ['an encrypted Secret without spec.decryption', encrypted, ['secret-decryption']],
  [
    'an encrypted Secret with spec.decryption',
    {
      ...encrypted,
      ...change('profile/shop.yaml', '\n  path: ./releases', decrypting),
      'releases/secret.yaml': encrypted['releases/secret.yaml'],
    },
    [],
  ],
  [
    'an object that two Kustomizations apply',
    {
      ...good,
      'profile/values.yaml': good['releases/values.yaml'] ?? '',
    },
    ['duplicate'],
  ],
  [
    'a missing values ConfigMap',
    change('releases/web.yaml', 'values-5b2tc7h842', 'values-5b2tc7h844'),
    ['values-from'],
  ],
  [
    'a missing HelmRepository',
    change(
      'releases/web.yaml',
      /reconcileStrategy[^}]*\}/,
      'version: 1.0.0\n      sourceRef: { kind: HelmRepository, name: shop }',
    ),
    ['chart'],
  ],
  [
    'both chart and chartRef',
    change(
      'releases/web.yaml',
      '\n  chart:',
      '\n  chartRef: { kind: OCIRepository, name: shop }\n  chart:',
    ),
    ['chart'],
  ],
  [
    'an old API of a HelmRelease',
    change('releases/web.yaml', 'io/v2', 'io/v2beta2'),
    ['api-not-served'],
  ],
  [
    'an unset variable',
    {
      ...change(
        'profile/shop.yaml',
        '\n  path: ./releases',
        '\n  postBuild: { substitute: { SITE: a } }\n  path: ./releases',
      ),
      ...{
        'releases/script.yaml': `
apiVersion: v1
kind: ConfigMap
metadata: { name: script, namespace: shop }
data: { run: 'cd $\{HOME}' }
`,
      },
    },
    ['substitution'],
  ],
  [
    'a Kustomization of releases that waits for them',
    change('profile/shop.yaml', '\n  path: ./releases', '\n  wait: true\n  path: ./releases'),
    ['kustomization-wait'],
  ],
  [
    'a key in the values',
    change(
      'releases/values.yaml',
      "values.yaml: ''",
      `values.yaml: 'key: AKIA${'SHOP'.repeat(4)}'`,
    ),
    ['credential-in-values'],
  ],
])('%s: one finding', async (_, files, rules) => {
  expect(await rulesOf(files)).toEqual(rules);
});
