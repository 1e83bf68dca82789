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
