import { expect, test } from 'vitest';
import { gitReference } from './git-reference.ts';

// The results are those of kustomize 5.8.1 (api/internal/git/repospec.go).
test.each([
  [
    'github.com/fluxcd/flagger/kustomize/kubernetes?ref=main',
    'https://github.com/fluxcd/flagger',
    'kustomize/kubernetes',
    'main',
  ],
  [
    'https://github.com/org/repo//path/to/base?ref=v1&timeout=90s',
    'https://github.com/org/repo',
    'path/to/base',
    'v1',
  ],
  ['https://github.com/org/repo.git/base', 'https://github.com/org/repo.git', 'base', undefined],
  ['git@github.com:org/repo.git//base?ref=x', 'git@github.com:org/repo.git', 'base', 'x'],
  [
    'git::https://git.example.com/org/repo//base',
    'https://git.example.com/org/repo',
    'base',
    undefined,
  ],
  ['ssh://git@github.com/org/repo.git?ref=main', 'git@github.com:org/repo.git', '', 'main'],
  [
    'ssh://git@git.example.com:2222/group/sub/repo.git//base',
    'ssh://git@git.example.com:2222/group/sub/repo.git',
    'base',
    undefined,
  ],
  ['user@git.example.com:org/repo.git//x', 'user@git.example.com:org/repo.git', 'x', undefined],
  [
    'https://user@dev.example.com/org/project/_git/repo/path',
    'https://user@dev.example.com/org/project/_git/repo',
    'path',
    undefined,
  ],
  [
    'https://git.example.com/org/repo.git?ref=a&version=b',
    'https://git.example.com/org/repo.git',
    '',
    'a',
  ],
])('%s', (url, repository, path, ref) => {
  expect(gitReference(url)).toEqual({ repository, path, ref });
});

test.each([
  '../base',
  'org/repo',
  'github.com/org',
  'https://example.com/a.yaml',
  'https://github.com/org/repo//../../x?ref=1',
  'file:///tmp/repo',
])('%s is not a repository', (url) => {
  expect(gitReference(url)).toBeUndefined();
});
