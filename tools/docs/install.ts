import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface InstallPage {
  readonly text: string;
  /** The text of a file: the block of code below the paragraph that names it. Throws where there is none. */
  readonly file: (name: string) => string;
  /** The arguments of the npm command that installs a package. Throws where there is none. */
  readonly install: (name: string) => readonly string[];
}

/** Reads `docs/install.md`, so that what is tested is what people copy. */
export const installPage = (): InstallPage => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/install.md'), 'utf8');
  const blocks = [...text.matchAll(/([^\n]+)\n\n```\w+\n([\s\S]*?)```/g)].map(
    ([, lead = '', code = '']) => ({ lead, code }),
  );
  const found = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new Error(`docs/install.md shows no ${what}`);
    return value;
  };
  return {
    text,
    file: (name) => found(blocks.find(({ lead }) => lead.includes(`\`${name}\``))?.code, name),
    install: (name) =>
      found(
        blocks.find(({ code }) => code.startsWith('npm i ') && code.split(/\s/).includes(name)),
        `installation of ${name}`,
      )
        .code.trim()
        .split(' ')
        .slice(1),
  };
};
