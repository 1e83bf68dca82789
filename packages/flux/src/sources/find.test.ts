import { parseManifests } from '@helm-charts/kubernetes';
import { describe, expect, test } from 'vitest';
import { sourcesOf } from './find.ts';
import type { Clues } from './homes.ts';

const sources = (text: string, clues: Partial<Clues> = {}) => {
  const objects = parseManifests(text, 'tree').documents.map(({ manifest }) => manifest);
  return sourcesOf('/repo', { declared: {}, self: undefined, remotes: [], objects, ...clues });
};

const git = (name: string, url: string) => `---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: ${name}, namespace: flux-system}
spec: {url: "${url}"}
`;

const instance = (sync: string) => `---
apiVersion: fluxcd.controlplane.io/v1
kind: FluxInstance
metadata: {name: flux, namespace: flux-system}
spec: {sync: ${sync}}
`;

const generator = (copies: string) => `---
apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: {name: split, namespace: flux-system}
spec:
  sources: [{alias: repo, kind: GitRepository, name: flux-system}, {alias: vendor, kind: GitRepository, name: vendor}]
  artifacts:
    - name: apps
      copy: [${copies}]
`;

const apps = (copies: string, path: string) =>
  sources(
    git('flux-system', 'https://a/fleet') + git('vendor', 'https://b/v') + generator(copies),
    {
      self: 'GitRepository flux-system/flux-system',
    },
  ).find('ExternalArtifact flux-system/apps', path);

describe('which sources contain the repository', () => {
  test('a GitRepository of another repository does not, whatever its place in the tree', () => {
    const { find } = sources(git('vendor', 'https://git.example.org/vendor/operator.git'));
    const source = 'GitRepository flux-system/vendor';
    expect(find(source, './crds')).toEqual({ kind: 'elsewhere', source });
    expect(find('GitRepository flux-system/flux-system', './apps')).toMatchObject({
      kind: 'here',
      path: 'apps',
    });
  });

  test('a GitRepository with the URL of a remote does, however the remote is written', () => {
    const text = git('fleet', 'https://git.example.com/team/fleet');
    const { find } = sources(text, { remotes: ['git.example.com/team/fleet'] });
    expect(find('GitRepository flux-system/fleet', '/apps/')).toMatchObject({
      kind: 'here',
      path: 'apps',
    });
  });

  test('the source that a FluxInstance makes does, and it has the name of its namespace', () => {
    const { find } = sources(instance('{kind: OCIRepository, url: "oci://r/fleet", path: c}'));
    expect(find('OCIRepository flux-system/flux-system', 'apps')).toMatchObject({
      kind: 'here',
      path: 'apps',
    });
    const named = sources(instance('{kind: GitRepository, name: fleet}'));
    expect(named.find('GitRepository flux-system/fleet', 'apps').kind).toBe('here');
  });

  test('a directory that a GitRepository includes is in the other repository', () => {
    const include = ', include: [{repository: {name: lib}, fromPath: app, toPath: inc/app}]}';
    const own = git('flux-system', 'https://a/fleet').replace(/}\n$/, `${include}\n`);
    const { find } = sources(own + git('lib', 'https://a/lib'), { remotes: ['a/fleet'] });
    const path = (of: string) => find('GitRepository flux-system/flux-system', of);
    expect(path('./inc/app/base')).toEqual({
      kind: 'elsewhere',
      source: 'GitRepository flux-system/lib',
    });
    expect(path('./inc')).toMatchObject({ kind: 'here', path: 'inc' });
  });

  test('the configuration states a directory', () => {
    const declared = { 'OCIRepository apps/web': 'deploy/web' };
    const { find } = sources('', { declared });
    expect(find('OCIRepository apps/web', './base')).toMatchObject({
      kind: 'here',
      path: 'deploy/web/base',
    });
    expect(find('OCIRepository apps/web', '../x')).toMatchObject({
      kind: 'here',
      path: 'deploy/web/x',
    });
  });

  test('a source that nothing defines is not assumed to, once the own one is known', () => {
    const text = git('flux-system', 'https://git.example.com/team/fleet');
    const { find } = sources(text, { self: 'GitRepository flux-system/flux-system' });
    expect(find('GitRepository flux-system/flux-systm', 'apps')).toEqual({
      kind: 'undefined',
      similar: 'GitRepository flux-system/flux-system',
    });
  });
});

describe('artifacts that an ArtifactGenerator makes', () => {
  test.each([
    ['{from: "@repo/apps/**", to: "@artifact/"}', './web', 'apps/web'],
    ['{from: "@repo/apps/**", to: "@artifact/"}', './', 'apps'],
    ['{from: "@repo/apps/", to: "@artifact/"}', 'apps/web', 'apps/web'],
    ['{from: "@repo/apps", to: "@artifact/deploy/"}', 'deploy/apps', 'apps'],
    ['{from: "@repo/**", to: "@artifact/"}', 'apps/web', 'apps/web'],
    [
      '{from: "@repo/apps/**", to: "@artifact/apps/"}, {from: "@repo/infra/**", to: "@artifact/infra/"}',
      './',
      '.',
    ],
  ])('%s, %s', (copies, path, expected) => {
    expect(apps(copies, path)).toMatchObject({
      kind: 'here',
      path: expected === '.' ? '' : expected,
    });
  });

  test('a directory of several copies is simulated only if all keep their paths', () => {
    const twice =
      '{from: "@repo/base/**", to: "@artifact/x/"}, {from: "@repo/prod/**", to: "@artifact/x/"}';
    expect(apps(twice, 'x').kind).toBe('generated');
    const copies =
      '{from: "@repo/a/**", to: "@artifact/x/"}, {from: "@repo/b/**", to: "@artifact/y/"}';
    expect(apps(copies, './')).toEqual({
      kind: 'generated',
      part: 'the directory . of several copies',
    });
    expect(apps('{from: "@repo/a/**", to: "@artifact/", strategy: Merge}', 'x')).toEqual({
      kind: 'generated',
      part: 'strategy Merge',
    });
  });

  test('files of another repository are elsewhere', () => {
    expect(apps('{from: "@vendor/x/**", to: "@artifact/"}', './')).toEqual({
      kind: 'elsewhere',
      source: 'GitRepository flux-system/vendor',
    });
  });
});
