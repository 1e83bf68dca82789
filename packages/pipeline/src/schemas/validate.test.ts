import { parseManifests, parseYaml } from '@helm-charts/kubernetes';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { kindsOfCrd } from './custom-kind.ts';
import type { KnownKinds } from './known.ts';
import { strict } from './strict.ts';
import { feedCrd } from './testing.ts';
import { validateCustom } from './validate.ts';

const [source] = kindsOfCrd(parseYaml(feedCrd).value);
const known: KnownKinds = (apiVersion, kind) =>
  source && apiVersion === 'example.com/v1' && kind === 'RSSFeed'
    ? strict(source.schema)
    : undefined;
const nothing: KnownKinds = () => undefined;

/** The findings for an object whose kind the Kubernetes validator does not know. */
const said = (text: string, kinds: KnownKinds): readonly string[] => {
  const { documents } = parseManifests(text, 'feed.yaml', (template) => template);
  const unknown = documents
    .filter(({ manifest }) => manifest.apiVersion.startsWith('example.com/'))
    .map(({ manifest: { apiVersion, kind, metadata } }) => ({
      rule: 'unknown-kind',
      severity: 'error' as const,
      object: { apiVersion, kind, name: metadata.name },
      message: 'no schema knows it',
    }));
  return validateCustom(documents, unknown, kinds).map(printFinding);
};

const feed = (spec: string): string =>
  `apiVersion: example.com/v1\nkind: RSSFeed\nmetadata: { name: news }\nspec: { ${spec} }\n`;

test('accepts a valid object and reports every fault of an invalid one with its field', () => {
  expect(said(feed('url: https://example.com, port: 80, retries: null'), known)).toEqual([]);
  expect(
    said(
      feed(
        'ulr: a, port: true, mode: Half, headers: { a: 1 }, steps: [{ nam: b }], options: { any: 1 }',
      ),
      known,
    ),
  ).toMatchInlineSnapshot(`
    [
      "error feed.yaml: RSSFeed news: spec: missing property 'url'. [schema]",
      "error feed.yaml: RSSFeed news: spec: additional property 'ulr' not allowed; did you mean url? [schema]",
      "error feed.yaml: RSSFeed news: spec.mode: value must be one of 'Full', 'Titles'. [schema]",
      "error feed.yaml: RSSFeed news: spec.port: got boolean, want integer or string. [schema]",
      "error feed.yaml: RSSFeed news: spec.headers.a: got number, want string. [schema]",
      "error feed.yaml: RSSFeed news: spec.steps[0]: missing property 'name'. [schema]",
      "error feed.yaml: RSSFeed news: spec.steps[0]: additional property 'nam' not allowed; did you mean name? [schema]",
    ]
  `);
});

test('validates metadata like that of every object', () => {
  const text = feed('url: https://example.com').replace('name: news', 'name: news, label: {}');
  expect(said(text, known)).toMatchInlineSnapshot(`
    [
      "error feed.yaml: RSSFeed news: metadata: additional property 'label' not allowed; did you mean labels? [schema]",
    ]
  `);
});

test('also uses a definition among the objects, and reports kinds without a definition', () => {
  const bad = feed('url: http://example.com');
  expect(said(`${feedCrd}---\n${bad}`, nothing)).toMatchInlineSnapshot(`
    [
      "error feed.yaml: RSSFeed news: spec.url: the value must match pattern "^https://". [schema]",
    ]
  `);
  expect(said(bad, nothing)).toMatchInlineSnapshot(`
    [
      "error RSSFeed news: no schema knows it. [unknown-kind]",
    ]
  `);
});
