import { expect, test } from 'vitest';
import { gitChart, helmRelease, renderFiles } from '../testing/profile.ts';

const repository = (ignore: string) => `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: flux-system}
spec: {url: "https://git.invalid/appliance.git", interval: 1h, ignore: ${JSON.stringify(ignore)}}
`;

const ofBootstrap = gitChart('charts/tiny').replace(
  'name: appliance',
  'name: flux-system, namespace: flux-system',
);

const config = (name: string, data = '{}') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: ${data}\n`;

const files = {
  'profile/release.yaml': helmRelease('one', gitChart('charts/tiny')),
  'charts/tiny/Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 1.0.0\n',
  'charts/tiny/values.yaml': 'a: 1\n',
  'charts/tiny/templates/a.yaml': config('a', '{a: "{{ .Values.a }}"}'),
  'charts/tiny/templates/b.yaml': config('b'),
};

/** The names of the objects, or the findings. */
const render = async (more: Readonly<Record<string, string>>) => {
  const { objects, findings } = await renderFiles({ ...files, ...more });
  return findings.length > 0 ? findings : objects.map(({ metadata }) => metadata.name);
};

test('a chart is rendered without the files that .sourceignore files and spec.ignore exclude', async () => {
  expect(await render({})).toEqual(['a', 'b']);
  expect(await render({ 'charts/tiny/.sourceignore': '/templates/b.yaml\n' })).toEqual(['a']);
  expect(await render({ 'charts/tiny/templates/.sourceignore': 'a.yaml\n' })).toEqual(['b']);
  expect(await render({ '.sourceignore': '/charts/*/templates/b.*\n' })).toEqual(['a']);
  const withSource = (ignore: string) => ({
    'profile/release.yaml': helmRelease('one', ofBootstrap),
    'profile/source.yaml': repository(ignore),
  });
  expect(await render(withSource('a.yaml'))).toEqual(['b']);
  // The last pattern decides, and spec.ignore is after the files.
  expect(await render({ ...withSource('!b.yaml'), '.sourceignore': 'b.yaml\n' })).toEqual([
    'a',
    'b',
  ]);
});

test('what Flux always excludes is no file of a chart either', async () => {
  const { objects } = await renderFiles({
    ...files,
    'charts/tiny/templates/a.yaml': config('a', '{a: {{ .Files.Get "logo.png" | quote }}}'),
    'charts/tiny/logo.png': 'logo',
  });
  expect(objects[0]?.data).toEqual({ a: '' });
});

test('values.yaml, values files and Chart.yaml can be excluded, too', async () => {
  const { objects } = await renderFiles({ ...files, 'charts/tiny/.sourceignore': 'values.yaml\n' });
  expect(objects[0]?.data).toEqual({ a: '' });
  const valuesFiles = '      valuesFiles: [site.yaml]\n';
  const withFile = {
    'profile/release.yaml': helmRelease('one', gitChart('charts/tiny', valuesFiles)),
    'site.yaml': 'a: 2\n',
  };
  expect(await render(withFile)).toEqual(['a', 'b']);
  expect(await render({ ...withFile, '.sourceignore': '/site.yaml\n' })).toEqual([
    expect.stringContaining('the values file site.yaml does not exist'),
  ]);
  expect(await render({ 'charts/tiny/.sourceignore': 'Chart.yaml\n' })).toEqual([
    expect.stringContaining(
      'the Chart.yaml of its chart is excluded from the artifact of its source, so Flux cannot install it; correct spec.ignore or .sourceignore',
    ),
  ]);
});

test('a dependency is without what is excluded, and what charts/ has is not there if it is excluded', async () => {
  const dependency = 'dependencies: [{name: base, version: 1.0.0, repository: "file://../base"}]\n';
  const withBase = {
    'charts/tiny/Chart.yaml': `${files['charts/tiny/Chart.yaml']}${dependency}`,
    'charts/base/Chart.yaml': 'apiVersion: v2\nname: base\nversion: 1.0.0\n',
    'charts/base/templates/c.yaml': config('c'),
    'charts/base/templates/d.yaml': config('d'),
    'charts/tiny/charts/base/Chart.yaml': 'apiVersion: v2\nname: base\nversion: 1.0.0\n',
    'charts/tiny/charts/base/templates/old.yaml': config('old'),
  };
  expect(await render(withBase)).toEqual(['old', 'a', 'b']);
  expect(
    await render({
      ...withBase,
      'charts/tiny/.sourceignore': '/charts/\n',
      'charts/base/.sourceignore': 'd.yaml\n',
    }),
  ).toEqual(['c', 'a', 'b']);
});
