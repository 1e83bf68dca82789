import { read } from './pages.ts';

/** A block of code of a page. */
export interface Snippet {
  readonly page: string;
  /** The line of the page on which the code begins. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** The blocks of code of a page. */
export const snippetsOf = (page: string): readonly Snippet[] => {
  const text = read(page);
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(
    ({ index, 1: language = '', 2: code = '' }) => ({
      page,
      line: lineAt(text, index) + 1,
      language,
      code,
    }),
  );
};

/** A command that a page names, without what it prints. */
export interface Command {
  /** `<page>:<line>` */
  readonly place: string;
  readonly words: readonly string[];
}

/** The commands of a program in a page: in its blocks of code, and in its sentences as `npx <program> …`. */
export const commandsOf = (page: string, program: string): readonly Command[] => {
  const text = read(page);
  return [...text.matchAll(new RegExp(`npx ${program} ([^#\`\\n]+)`, 'g'))].map(
    ({ index, 1: words = '' }) => ({
      place: `${page}:${lineAt(text, index)}`,
      words: words.trim().split(/\s+/),
    }),
  );
};

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;
