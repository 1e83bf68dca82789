import { expect, test } from 'vitest';
import { addressOf, linksOf, titleOf } from './pages.ts';
import { documents, rulePages, ruleSets } from './rules.ts';
import { sidebarOf } from './sidebar.ts';

test('a link to a document becomes its address', () => {
  expect(linksOf('README.md', '[a](docs/charts.md), [b](docs/commands.md#checks)')).toBe(
    '[a](/docs/charts), [b](/docs/commands#checks)',
  );
  expect(linksOf('docs/charts.md', '[home](../README.md)')).toBe('[home](/)');
});

test('a link to a section of a rule set becomes the page of the rule', () => {
  expect(linksOf('docs/rules/flux.md', '[a](#drift-ignore)')).toBe(
    '[a](/docs/rules/flux/drift-ignore)',
  );
  expect(linksOf('docs/rules.md', '[a](rules/flux.md#drift-ignore)')).toBe(
    '[a](/docs/rules/flux/drift-ignore)',
  );
  expect(linksOf('docs/rules/flux.md', '[a](../commands.md#checks)')).toBe(
    '[a](/docs/commands#checks)',
  );
});

test('the title of a page is its first heading, without marks of code', () => {
  expect(titleOf('Before.\n\n# The package `web`\n\n# Another\n')).toBe('The package web');
  expect(titleOf('No heading.\n')).toBe('');
});

test('a link to a file that is no page becomes its text; addresses and pictures stay', () => {
  const others = '[site](https://example.com) ![picture](docs/data-flow.svg)';
  expect(linksOf('README.md', `[license](LICENSE) ${others}`)).toBe(`license ${others}`);
});

test('pages contain no comments, which the site would show', () => {
  expect(documents().filter(({ text }) => /^<!--/m.test(text))).toEqual([]);
});

test('each rule has a page with its facts and examples', () => {
  const pages = rulePages();
  const rules = ruleSets.flatMap((set) => set.rules);
  expect(pages.length).toBe(rules.length);
  for (const [index, { id, title, why, source, severity }] of rules.entries())
    for (const part of [`# ${id}`, title, why, source, severity, 'Bad:', 'Good:'])
      expect(pages[index]?.text).toContain(part);
});

test('the sidebar has every document', () => {
  const links = JSON.stringify(sidebarOf(documents(), []));
  const missing = documents()
    .map(({ path }) => addressOf(path))
    .filter(
      (address) => /^\/(docs|packages|charts)\//.test(address) && !links.includes(`"${address}"`),
    );
  expect(missing).toEqual([]);
});
