import { globSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';

/** The root of the repository. */
export const workspace = resolve(import.meta.dirname, '../..');

/** A page of the site. */
export interface Page {
  /** Its path in the site's source, such as `docs/charts.md`. */
  readonly path: string;
  readonly text: string;
}

/** The Markdown files of the repository that are pages of the site. The pages of rule sets are made by `rulePages`. */
export const sources: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...globSync(
    ['docs/*.md', 'docs/rules/*.md', '{packages,charts}/*/README.md', 'schemas/README.md'],
    {
      cwd: workspace,
    },
  ).toSorted(),
];

/** The pages that are Markdown files of the repository. */
export const documentPages = (): readonly Page[] =>
  sources.map((source) => ({
    path: pathOf(source),
    text: linksOf(source, withoutComments(readFileSync(join(workspace, source), 'utf8'))),
  }));

/** The site shows no HTML, so it would show a comment as text. */
const withoutComments = (text: string): string => text.replaceAll(/^<!--.*-->\n+/gm, '');

/** The first heading of a Markdown text. */
export const titleOf = (text: string): string =>
  (/^# (.*)$/m.exec(text)?.[1] ?? '').replaceAll('`', '');

/** The address of a page: `/docs/charts` for `docs/charts.md`. */
export const addressOf = (path: string): string => `/${path}`.replace(/(index)?\.md$/, '');

/**
 * Changes the links of a Markdown file to addresses of the site. A link to a file that is no page becomes its text.
 *
 * @example
 * linksOf('docs/rules.md', '[flux](rules/flux.md#flux-wait-disabled)') // '[flux](/docs/rules/flux/flux-wait-disabled)'
 */
export const linksOf = (source: string, text: string): string =>
  text.replaceAll(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (all, image, label, link: string) => {
    if (/^[a-z]+:/.test(link) || image === '!') return all;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? source : posix.join(posix.dirname(source), file);
    if (!sources.includes(target)) return label;
    const address = addressOf(pathOf(target));
    if (anchor === undefined) return `[${label}](${address})`;
    return `[${label}](${address}${isRuleSet(target) ? '/' : '#'}${anchor})`;
  });

const isRuleSet = (source: string): boolean => source.startsWith('docs/rules/');

const pathOf = (source: string): string => source.replace(/README\.md$/, 'index.md');
