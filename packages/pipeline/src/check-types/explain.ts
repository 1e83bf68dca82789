import type { Finding } from '@helm-charts/types';
import { type CompilerError, isCycle, isImport } from './compiler-error.ts';
import { type Sentence, sentence } from './sentence.ts';

/**
 * Turns compiler errors into findings for the author of a chart. Follow-on errors are omitted: other errors of a file
 * with a failing import, and unknown types because of a failing or cyclic import. Of several errors in a line the first
 * is kept.
 */
export const explain = (errors: readonly CompilerError[]): readonly Finding[] => {
  const cut = new Set(errors.filter(isImport).map(({ file }) => file));
  const isCause = (error: CompilerError) => isImport(error) || isCycle(error);
  const hasCause = errors.some(isCause);
  const first = errors.filter(
    (error) => isCause(error) || !(cut.has(error.file) || (hasCause && isUnknown(error))),
  );
  const known = new Set<string>();
  return first.flatMap((error): Finding[] => {
    const key = isCycle(error) ? 'cycle' : `${error.file}:${error.line}`;
    if (known.has(key)) return [];
    known.add(key);
    return [finding(error, isCycle(error) ? cycle(errors.filter(isCycle)) : sentence(error))];
  });
};

const finding = ({ file, line, column }: CompilerError, said: Sentence): Finding => ({
  rule: 'types',
  severity: 'error',
  position: { file, line, column },
  ...said,
});

const isUnknown = ({ lines }: CompilerError): boolean => lines.join().includes('Ref<unknown>');

const cycle = (errors: readonly CompilerError[]): Sentence => {
  const names = errors.map(({ lines: [text = ''] }) => /^'(.+?)'/.exec(text)?.[1] ?? 'a constant');
  const all = [...new Set(names)];
  const [last, ...others] = all.toReversed();
  return {
    message:
      others.length === 0
        ? `${last} depends on itself, so it is read before it is initialized`
        : `${others.toReversed().join(', ')} and ${last} depend on each other, so one is read before it is initialized`,
    fix: 'move the common part to a separate file, and import it from there',
  };
};
