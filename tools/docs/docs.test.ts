import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packagePages, packages, pages, read, workspace } from './pages.ts';

/** The anchors of a page's headings, as GitHub and the site make them. */
const anchorsOf = (page: string): readonly string[] =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

test('every package has a README', () => {
  expect(packages.length).toBeGreaterThan(10);
  expect(packagePages.filter((page) => !existsSync(join(workspace, page)))).toEqual([]);
});

describe.each(pages)('T017: %s', (page) => {
  test('links to files that exist', () => {
    const links = [...read(page).matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    const missing = links.filter(
      (link) => !/^https?:/.test(link) && !existsSync(join(workspace, dirname(page), link)),
    );
    expect(missing).toEqual([]);
  });

  test('links to sections that exist', () => {
    const links = [...read(page).matchAll(/\]\(([^)#:\s]*)#([^)]+)\)/g)];
    const missing = links.filter(([, file = '', anchor = '']) => {
      const target = file === '' ? page : join(dirname(page), file);
      return !existsSync(join(workspace, target)) || !anchorsOf(target).includes(anchor);
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });

  test('names paths that are there', () => {
    const paths = [
      ...read(page).matchAll(/`((?:charts|packages|schemas|tools|docs|flux-profiles)\/[\w./-]*)`/g),
    ];
    const missing = paths
      .map(([, path = '']) => path)
      // What builds make is not in a new clone.
      .filter((path) => !path.includes('/dist') && !existsSync(join(workspace, path)));
    expect(missing).toEqual([]);
  });

  test('names npm scripts that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: object };
    const named = [...read(page).matchAll(/npm (?:run )?(test|(?<=run )[\w:]+)/g)].map(
      ([, name = '']) => name,
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('names nx targets that are there', () => {
    for (const [, project = '', target = ''] of read(page).matchAll(/-- run ([\w-]+):([\w-]+)/g)) {
      const shown = execFileSync('nx', ['show', 'project', project, '--json'], {
        cwd: workspace,
        encoding: 'utf8',
        env: { ...process.env, PATH: `${workspace}/node_modules/.bin:${process.env.PATH}` },
      });
      const { targets } = JSON.parse(shown) as { readonly targets: object };
      expect(Object.keys(targets)).toContain(target);
    }
  });
});
