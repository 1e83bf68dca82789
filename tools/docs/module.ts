import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as alga from '@helm-charts/alga';
import * as blocks from '@helm-charts/blocks';
import * as types from '@helm-charts/types';
import type { Snippet } from './snippets.ts';

const contextFile = join(import.meta.dirname, 'context.ts');

/** The names that `context.ts` exports, also those that exist for the compiler only. */
const contextNames = [
  ...readFileSync(contextFile, 'utf8').matchAll(
    /^export (?:declare )?const (?:[[{] ?([\w, ]+) ?[\]}]|(\w+))/gm,
  ),
].flatMap(([, several = '', one = several]) => one.split(/,\s*/).map((name) => name.trim()));

/** Where an example finds the names that it does not import, the first that has one wins. */
const scopes: readonly (readonly [module: string, names: readonly string[]])[] = [
  [contextFile, contextNames],
  ['@helm-charts/types', Object.keys(types)],
  ['@helm-charts/blocks', Object.keys(blocks)],
  ['@helm-charts/alga', Object.keys(alga)],
];

/**
 * An example as a module that compiles: with imports of what it leaves out, all before the first line, so that line numbers stay. Members of an
 * object, such as `port: v.port,`, are put into one. `…` stands for what an example leaves out: the other fields of a chart or profile, or nothing.
 */
export const moduleOf = ({ code }: Snippet): string => {
  const own = declaredIn(code);
  const whole = withoutGaps(code);
  const used = new Set(withoutTexts(whole).match(name));
  const taken = new Set(own);
  const imports = scopes.map(([module, names]) => {
    const needed = names.filter((name) => used.has(name) && !taken.has(name));
    for (const name of needed) taken.add(name);
    return needed.length === 0 ? '' : `import { ${needed.join(', ')} } from '${module}'; `;
  });
  return /^\s*(?:\/\/.*\s+)*(?:\.\.\.|[\w'"/]+:)/.test(code)
    ? `${imports.join('')}import type { Members } from '${contextFile}'; export const members = { ${whole} } satisfies Members;\n`
    : `${imports.join('')}${whole}\nexport {};\n`;
};

/** A name that is no field of something: `v` in `v.port`, `environment` in `...environment()`. */
const name = /(?<!\w|(?<!\.\.)\.)[A-Za-z_]\w*/g;

/** The names that an example imports or declares at its top. */
const declaredIn = (code: string): readonly string[] =>
  [...code.matchAll(/^(?:export )?(?:import|const) (?:\{([^}]*)\}|(\w+))/gm)].flatMap(
    ([, several = '', one = several]) =>
      one.split(',').map((name) =>
        (
          name
            .trim()
            .split(/ as |: /)
            .at(-1) ?? ''
        ).replace('type ', ''),
      ),
  );

/** Names within texts are no names of the code; those within `${…}` are. */
const withoutTexts = (code: string): string => code.replaceAll(/'[^'\n]*'|\/\/.*/g, "''");

const withoutGaps = (code: string): string => {
  const rest = code.includes('defineProfile(') ? 'profileFields' : 'chartFields';
  return code.replaceAll(/\u2026(?=,)/g, `...${rest}`).replaceAll('\u2026', '/* */');
};
