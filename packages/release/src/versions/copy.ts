import { cp, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative, sep } from 'node:path';
import { makeFolder } from '@helm-charts/engine';

/** The new text of a file, by its path in the workspace. */
export type Texts = Readonly<Record<string, string>>;

/**
 * Runs something in a copy of a workspace with other texts in some of its files. Only the folders of charts and profiles are copied; everything else is a
 * link, so that packages are loaded once. `unmoved` corrects the paths in generated text that lead out of the copy: a bundle names its sources.
 */
export const inCopy = async <T>(
  workspace: string,
  roots: readonly string[],
  texts: Texts,
  work: (copy: string, unmoved: (text: string) => string) => Promise<T>,
): Promise<T> => {
  const from = await realpath(workspace);
  const copy = await realpath(await mkdtemp(join(tmpdir(), 'helm-charts-workspace-')));
  try {
    await copyFolder(from, copy, '', roots);
    await linkPackages(join(from, 'node_modules'), join(copy, 'node_modules'), from, copy, roots);
    for (const [path, text] of Object.entries(texts)) await writeFile(join(copy, path), text);
    const out = `${relative(copy, from).split(sep).join('/')}/`;
    return await work(copy, (text) => text.replaceAll(out, ''));
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
};

const left = new Set(['node_modules', 'dist', '.git', '.nx']);

/** Copies the roots; what lies beside them is linked. */
const copyFolder = async (
  from: string,
  to: string,
  path: string,
  roots: readonly string[],
): Promise<void> => {
  if (roots.includes(path)) {
    await cp(join(from, path), join(to, path), {
      recursive: true,
      filter: (source) => !left.has(basename(source)),
    });
    return;
  }
  makeFolder(join(to, path));
  for (const name of await readdir(join(from, path))) {
    const inside = path === '' ? name : `${path}/${name}`;
    if (left.has(name)) continue;
    if (roots.some((root) => root === inside || root.startsWith(`${inside}/`)))
      await copyFolder(from, to, inside, roots);
    else await symlink(join(from, inside), join(to, inside));
  }
};

/** A package that lies in a chart or a profile is that of the copy; any other is the installed one. */
const linkPackages = async (
  from: string,
  to: string,
  workspace: string,
  copy: string,
  roots: readonly string[],
): Promise<void> => {
  makeFolder(to);
  for (const name of await readdir(from).catch(() => [])) {
    if (name === '.cache') continue;
    const source = join(from, name);
    if (name.startsWith('@')) {
      await linkPackages(source, join(to, name), workspace, copy, roots);
      continue;
    }
    const path = relative(workspace, await realpath(source).catch(() => source))
      .split(sep)
      .join('/');
    const isCopied = roots.some((root) => root === '' || path.startsWith(`${root}/`));
    const isInstalled = path.startsWith('node_modules/');
    await symlink(isCopied && !isInstalled ? join(copy, path) : source, join(to, name));
  }
};
