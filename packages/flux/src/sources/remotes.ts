import { join, resolve } from 'node:path';
import type { Files } from './files.ts';

/** The addresses of the Git remotes of a repository, in the form of `addressOf`; empty outside of Git. */
export const remotesOf = (repository: string, files: Files): readonly string[] => {
  const config = files.text(join(gitDirectory(repository, files), 'config')) ?? '';
  return [...config.matchAll(/^\s*url\s*=\s*(\S+)\s*$/gm)].map(([, url = '']) => addressOf(url));
};

/** In a linked working tree, `.git` is a file that names the directory (gitrepository-layout). */
const gitDirectory = (repository: string, files: Files): string => {
  const path = join(repository, '.git');
  if (files.kind(path) !== 'file') return path;
  const [, linked = '.'] = /^gitdir: (.+)$/m.exec(files.text(path) ?? '') ?? [];
  const directory = resolve(repository, linked);
  return resolve(directory, files.text(join(directory, 'commondir'))?.trim() ?? '.');
};

/**
 * The host and path of a Git URL, without user, scheme, port and suffix, since the same repository is often cloned by
 * SSH and read by HTTPS. Some hosts have another name for SSH, or for SSH at the port of HTTPS.
 */
export const addressOf = (url: string): string => {
  const address = plainAddress(url);
  const azure = /^ssh\.dev\.azure\.com\/v3\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(address);
  if (azure) return `dev.azure.com/${azure[1]}/${azure[2]}/_git/${azure[3]}`;
  return address.replace(
    /^(?:ssh\.(?=github\.com\/)|altssh\.(?=gitlab\.com\/|bitbucket\.org\/))/,
    '',
  );
};

const plainAddress = (url: string): string =>
  url
    .toLowerCase()
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^/@]+@/, '')
    .replace(/^([^/:]+):(?:\d+(?=\/))?\/?/, '$1/')
    .replace(/\/*$/, '')
    .replace(/\.git$/, '');
