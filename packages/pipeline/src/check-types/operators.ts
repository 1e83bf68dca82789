import { memoize } from '@helm-charts/engine';
import type { Finding } from '@helm-charts/types';
import type { Node, SourceFile } from 'typescript/unstable/ast';
import type { Checker, Type } from 'typescript/unstable/async';
import type { TypeScript } from './api.ts';
import { withoutDescriptions } from './compiler-error.ts';
import { operandsOf } from './operand.ts';
import { operatorsIn } from './operator-places.ts';
import type { Sentence } from './sentence.ts';

/** An operand that JavaScript would use as a text or as a condition. */
interface Use {
  readonly file: SourceFile;
  readonly operand: Node;
  readonly sentence: Sentence;
}

/**
 * References as conditions, as operands of `!`, `||`, `??`, `+`, in comparisons with undefined, in template literals, and in JSON.stringify, which compile and
 * never do what they say. With an older TypeScript nothing is found here, and those that make a text throw when the chart is generated.
 */
export const operandFindings = async (
  files: readonly SourceFile[],
  checker: Checker,
  typescript: TypeScript,
): Promise<readonly Finding[]> => {
  const uses = files.flatMap((file) => usesIn(file, typescript));
  const types = await checker.getTypeAtLocation(uses.map(({ operand }) => operand));
  // Each call is a message to the compiler, and many operands have the same type.
  const nameOf = memoize((type: Type) => checker.typeToString(type));
  const found = uses.map(async ({ file, operand, sentence }, index): Promise<Finding[]> => {
    const type = types[index];
    // A parameter that may be a reference or undefined may be compared.
    if (type === undefined || (type.flags & typescript.TypeFlags.Union) !== 0) return [];
    const name = withoutDescriptions(await nameOf(type));
    if (!/^(?:Choice)?Refs?</.test(name)) return [];
    const { line, character } = file.getLineAndCharacterOfPosition(operand.getStart(file));
    const position = { file: file.fileName, line: line + 1, column: character + 1 };
    return [{ rule: 'types', severity: 'error', position, ...sentence }];
  });
  return (await Promise.all(found)).flat();
};

const usesIn = (file: SourceFile, typescript: TypeScript): readonly Use[] => {
  const uses: Use[] = [];
  const hasOperator = operatorsIn(file.text);
  const visit = (node: Node): void => {
    if (!hasOperator(node.pos, node.end)) return;
    for (const [operand, sentence] of operandsOf(node, typescript))
      uses.push({ file, operand, sentence });
    node.forEachChild(visit);
  };
  file.forEachChild(visit);
  return uses;
};
