import { join } from 'node:path';
import type { Files } from './files.ts';

/** The parts of a directory that a pattern names: `{ app: 'web', env: 'test' }`. */
export type Captures = Readonly<Record<string, string>>;

/**
 * Finds the directories below a directory (absolute) that match a pattern such as `apps/{app}/envs/{env}`
 * (fluxcd/source-watcher: internal/controller/artifactgenerator_pathpattern.go).
 */
export const capturesOf = (
  directory: string,
  pattern: string,
  files: Files,
): readonly Captures[] => {
  const visit = (path: string, [segment, ...rest]: readonly string[]): readonly Captures[] => {
    if (segment === undefined) return [{}];
    const matcher = matcherOf(segment);
    return files.list(path).flatMap((name) => {
      const captured = matcher.exec(name);
      if (captured === null || files.kind(join(path, name)) !== 'directory') return [];
      return visit(join(path, name), rest).map((more) => ({ ...captured.groups, ...more }));
    });
  };
  return visit(directory, pattern.split('/').filter(Boolean));
};

const matcherOf = (segment: string): RegExp => {
  const source = segment
    .split(/(\{[A-Za-z_]\w*\})/)
    .map((part) =>
      /^\{\w+\}$/.test(part)
        ? `(?<${part.slice(1, -1)}>[^/]+)`
        : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
  return new RegExp(`^${source.join('')}$`);
};

/** Puts captures into a text. */
export const withCaptures = (text: string, captures: Captures): string =>
  text.replace(/\{([A-Za-z_]\w*)\}/g, (whole, name: string) => captures[name] ?? whole);
