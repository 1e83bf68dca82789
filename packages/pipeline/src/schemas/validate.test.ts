import { parseManifests, parseYaml } from '@helm-charts/kubernetes';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { kindsOfCrd } from './custom-kind.ts';
import type { KnownKinds } from './known.ts';
import { strict } from './strict.ts';
import { feedCrd } from './testing.ts';
import { customObjects } from './validate.ts';

const [source] = kindsOfCrd(parseYaml(feedCrd).value);
const known: KnownKinds = (apiVersion, kind) =>
  source && apiVersion === 'example.com/v1' && kind === 'RSSFeed'
    ? strict(source.schema)
    : undefined;
const nothing: KnownKinds = () => undefined;

/** The findings for custom objects, and the objects that are left for the engine. */
const said = (text: string, kinds: KnownKinds): readonly string[] => {
  const { documents } = parseManifests(text, 'feed.yaml', (template) => template);
  const { others, validate } = customObjects(documents, kinds);
  const left = others.map(({ manifest }) => `left: ${manifest.kind} ${manifest.metadata.name}`);
  return [...validate().map(printFinding), ...left];
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

test('also uses a definition among the objects, before the schemas of the engine', () => {
  const bad = feed('url: http://example.com');
  expect(said(`${feedCrd}---\n${bad}`, nothing)).toMatchInlineSnapshot(`
    [
      "error feed.yaml: RSSFeed news: spec.url: the value must match pattern "^https://". [schema]",
      "left: CustomResourceDefinition rssfeeds.example.com",
    ]
  `);
  expect(said(bad, nothing)).toEqual(['left: RSSFeed news']);
});

test('leaves other objects to the engine', () => {
  const text = 'apiVersion: v1\nkind: Service\nmetadata: { name: db }\n';
  expect(said(text, () => ({ type: 'object' }))).toEqual(['left: Service db']);
});
