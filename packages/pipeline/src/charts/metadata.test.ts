import { isObject, parseYaml } from '@helm-charts/kubernetes';
import { expect, test } from 'vitest';
import { metadataOf } from './metadata.ts';

const parsed = (text: string) => {
  const { value } = parseYaml(text);
  const isWhole = isObject(value) && value.name && value.version;
  return isWhole && typeof value.name === 'string' && typeof value.version === 'string'
    ? { name: value.name, version: value.version }
    : undefined;
};

test.each([
  '# A chart.\nname: web\n\nversion: 1.0.0\nappVersion: "1.16.0"\ndescription: A server - small\n',
  'name: "web"\nversion: "1.0.0"\n',
  "name: 'web'\nversion: 1.0.0 # The first.\n",
  'name: web #1\nversion: 1.0.0\n',
  'name: web\nversion: 1.0\n',
  'name: web\nversion: 1.0.0\nname: two\n',
  'name: yes\nversion: 1.0.0\n',
  'name: null\nversion: 1.0.0\n',
  'name: web\nversion: 1.0.0\n  more\n',
  'name: web\r\nversion: 1.0.0\r\n',
  'name: web\nversion: 1.0.0\ndescription: >-\n  It serves.\n',
  'name: web\nversion: 1.0.0\ndependencies: [{name: a}]\n',
  'name: web\nversion: v1\ndescription: a: b\n',
  'name: web\nversion:\n',
  'name: web\nversion: 1.0.0\n...\nname: two\n',
  'name: ""\nversion: 1.0.0\n',
  '',
])('the name and version are those that YAML has: %j', (text) => {
  expect(metadataOf(text)).toEqual(parsed(text));
});
