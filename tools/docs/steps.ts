import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a reader of a page does, in the order of the page. */
export type Step =
  /** Writes a file, whole. */
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  /** Replaces a text in a file that an earlier step wrote. */
  | { readonly kind: 'change'; readonly path: string; readonly from: string; readonly to: string }
  /** Enters a command in a shell, and reads the beginning of what it prints. */
  | {
      readonly kind: 'command';
      readonly command: string;
      readonly fails: boolean;
      readonly output: string | undefined;
    }
  /** Reads a part of a file, or of what the last command printed. */
  | { readonly kind: 'excerpt'; readonly path: string | undefined; readonly text: string };

/**
 * The steps of a page in `docs/`. The paragraph above a block of code says what the block is: "Create `src/values.ts`" or "Replace `src/values.ts`" a
 * file, "`templates/service.yaml` has" a part of a file. A block of `sh` has a command in each line, with its output behind `#`; `fails:` before the
 * output says that the command fails. Any other block is a part of what the last command printed. "In `a.ts`, change `b` to `c`" is a step, too.
 */
export const stepsOf = (page: string): readonly Step[] => {
  const text = readFileSync(join(import.meta.dirname, '../../docs', page), 'utf8');
  return [...text.matchAll(step)].flatMap(({ groups = {} }): readonly Step[] => {
    const { changed, from = '', to = '', lead = '', language, code = '' } = groups;
    if (changed !== undefined) return [{ kind: 'change', path: changed, from, to }];
    if (language === 'sh') return code.trim().split('\n').map(commandOf);
    const [, written] = /\b(?:Create|Replace) `([\w./-]+)`/.exec(lead) ?? [];
    if (written !== undefined) return [{ kind: 'file', path: written, text: code }];
    const [, path] = /`([\w./-]+\.\w+)`/.exec(lead) ?? [];
    return [{ kind: 'excerpt', path, text: code }];
  });
};

const step =
  /In `(?<changed>[^`]+)`, change `(?<from>[^`]+)` to\s`(?<to>[^`]+)`|(?<lead>[^\n]+)\n\n```(?<language>\w+)\n(?<code>[\s\S]*?)```/g;

const commandOf = (line: string): Step => {
  const [command = '', said] = line.split(/\s+# /);
  const fails = said?.startsWith('fails: ') ?? false;
  return { kind: 'command', command, fails, output: said?.replace(/^fails: /, '') };
};
