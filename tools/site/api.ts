import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, workspace } from './pages.ts';

/** The style of the pages, their headings in the outline, and no links to pages beside them: see VitePress, Frontmatter. */
const frontmatter = '---\npageClass: api\noutline: 2\nprev: false\nnext: false\n---\n\n';

/**
 * A page of the API as TypeDoc writes it, with the names of packages in place of their folders, and a name for parameters that are
 * taken apart where they are declared.
 */
export const apiPage = ({ path, text }: Page): Page => ({
  path,
  text:
    frontmatter +
    text
      .replaceAll(/^(# |- \[)([\w-]+)\/src(?=$|\])/gm, (_, start, folder) => start + nameOf(folder))
      .replaceAll(/(?:\\_|_){2}namedParameters/g, 'options'),
});

/** The name of the package in a folder of `packages/`. */
const nameOf = (folder: string): string => {
  const text = readFileSync(join(workspace, 'packages', folder, 'package.json'), 'utf8');
  const { name }: { readonly name: string } = JSON.parse(text);
  return name;
};
