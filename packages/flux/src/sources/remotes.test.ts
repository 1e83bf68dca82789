import { expect, test } from 'vitest';
import { addressOf } from './remotes.ts';

test.each([
  'https://git.example.com/Team/fleet.git',
  'https://git.example.com/team/fleet/',
  'https://user@git.example.com/team/fleet',
  'ssh://git@git.example.com/team/fleet.git',
  'ssh://git@git.example.com:22/team/fleet.git',
  'git@git.example.com:team/fleet.git',
])('%s', (url) => {
  expect(addressOf(url)).toBe('git.example.com/team/fleet');
});

test.each([
  ['ssh://git@ssh.github.com:443/team/fleet.git', 'https://github.com/team/fleet'],
  ['git@altssh.gitlab.com:443/team/fleet.git', 'https://gitlab.com/team/fleet'],
  [
    'git@ssh.dev.azure.com:v3/org/project/fleet',
    'https://org@dev.azure.com/org/project/_git/fleet',
  ],
])('%s is %s', (ssh, https) => {
  expect(addressOf(ssh)).toBe(addressOf(https));
});
