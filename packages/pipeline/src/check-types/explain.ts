import type { Finding } from '@helm-charts/types';
import { type CompilerError, isCycle, isImport, readErrors } from './compiler-error.ts';
import { type Sentence, sentence } from './sentence.ts';

/**
 * The errors of the compiler as findings, in the words of a chart's author. What follows from another error is left out: all other errors of a file
 * that can't import another one, and unknown types where an import fails or goes in a circle. Of errors in one line the first is kept.
 */
export const explain = (output: string): readonly Finding[] => {
  const errors = readErrors(output);
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
        ? `${last} is made of itself, so it is read before it is there`
        : `${others.toReversed().join(', ')} and ${last} are made of each other, so one is read before it is there`,
    fix: 'move what they share to a file of its own, and import it from there',
  };
};
