import { expect, test } from 'vitest';
import { filesExcludedFrom } from './artifact.ts';

/** The files of a chart that an artifact leaves out, with these ignore files by their paths in the repository. */
const excluded = (
  names: readonly string[],
  ignoreFiles: Readonly<Record<string, string>> = {},
): readonly string[] => {
  const text = (path: string) => ignoreFiles[path.slice('/repository/'.length)];
  const { file, filesIn } = filesExcludedFrom('/repository', { text });
  const found = filesIn('/repository/charts/web', names);
  expect(found).toEqual(names.filter((name) => file(`/repository/charts/web/${name}`)));
  return found;
};

test('Flux leaves out version control, images, archives and files of CI', () => {
  const always = [
    ...['.git/config', '.gitignore', '.gitmodules', '.gitattributes', '.github/a', '.circleci/a'],
    ...['a.jpg', 'a.jpeg', 'a.gif', 'a.png', 'a.wmv', 'a.flv', 'a.tar.gz', 'a.zip', 'a.png/b'],
    ...['.travis.yml', '.gitlab-ci.yml', 'appveyor.yml', '.drone.yml', 'cloudbuild.yaml'],
    ...['codeship-services.yml', 'codeship-steps.yml', '.goreleaser.yml', '.goreleaser.brew.yml'],
    ...['.sops.yaml', '.flux.yaml'],
  ];
  for (const name of always) expect(excluded([name, `files/${name}`])).toHaveLength(2);
  const kept = [
    'Chart.yaml',
    '.helmignore',
    '.sourceignore',
    'charts/a.tgz',
    'png',
    'a.gz',
    '.env',
  ];
  expect(excluded(kept)).toEqual([]);
});

test('the ignore files around and in a chart hold', () => {
  const names = ['a.yaml', 'templates/a.yaml', 'templates/b.yaml', 'templates/.sourceignore'];
  expect(excluded(names, { '.sourceignore': 'a.yaml' })).toEqual(['a.yaml', 'templates/a.yaml']);
  expect(excluded(names, { 'charts/.sourceignore': '/web/a.yaml' })).toEqual(['a.yaml']);
  expect(excluded(names, { 'charts/web/templates/.sourceignore': '/a.yaml' })).toEqual([
    'templates/a.yaml',
  ]);
});
