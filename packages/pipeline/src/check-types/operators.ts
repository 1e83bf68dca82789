import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { memoize } from '@helm-charts/engine';
import type { Finding } from '@helm-charts/types';
import type { Node, SourceFile } from 'typescript/unstable/ast';
import type { Project, Type } from 'typescript/unstable/async';
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
 * never do what they say. It takes the interface that TypeScript has since 7.0; with an older one nothing is found here, and those that make a text throw when the chart is generated.
 */
export const operatorFindings = async (
  config: string,
  workspace: string,
): Promise<readonly Finding[]> => {
  const compiler = await loadCompiler(workspace);
  if (compiler === undefined) return [];
  const api = new compiler.API({ cwd: workspace });
  try {
    const snapshot = await api.updateSnapshot({ openProjects: [config] });
    const project = snapshot.getProject(config);
    return project === undefined ? [] : await inProject(project, workspace, compiler);
  } catch (error) {
    return [notChecked(error)];
  } finally {
    await api.close();
  }
};

type Compiler = typeof import('typescript/unstable/async') &
  typeof import('typescript/unstable/ast');

const loadCompiler = async (workspace: string): Promise<Compiler | undefined> => {
  const { resolve } = createRequire(join(workspace, 'package.json'));
  try {
    const [api, ast] = ['typescript/unstable/async', 'typescript/unstable/ast'].map(
      (name) => import(pathToFileURL(resolve(name)).href),
    );
    return { ...(await ast), ...(await api) } as Compiler;
  } catch {
    return undefined;
  }
};

const inProject = async (
  { program, checker }: Project,
  workspace: string,
  compiler: Compiler,
): Promise<readonly Finding[]> => {
  const own = (await program.getSourceFileNames()).filter(
    (name) => !relative(workspace, name).startsWith('..') && !name.includes('/node_modules/'),
  );
  const files = await Promise.all(own.map((name) => program.getSourceFile(name)));
  const uses = files.flatMap((file) => (file === undefined ? [] : usesIn(file, compiler)));
  const types = await checker.getTypeAtLocation(uses.map(({ operand }) => operand));
  // Each call is a message to the compiler, and many operands have the same type.
  const nameOf = memoize((type: Type) => checker.typeToString(type));
  const found = uses.map(async ({ file, operand, sentence }, index): Promise<Finding[]> => {
    const type = types[index];
    // A parameter that may be a reference or undefined may be compared.
    if (type === undefined || (type.flags & compiler.TypeFlags.Union) !== 0) return [];
    const name = withoutDescriptions(await nameOf(type));
    if (!/^(?:Choice)?Refs?</.test(name)) return [];
    const { line, character } = file.getLineAndCharacterOfPosition(operand.getStart(file));
    const position = { file: file.fileName, line: line + 1, column: character + 1 };
    return [{ rule: 'types', severity: 'error', position, ...sentence }];
  });
  return (await Promise.all(found)).flat();
};

const usesIn = (file: SourceFile, compiler: Compiler): readonly Use[] => {
  const uses: Use[] = [];
  const hasOperator = operatorsIn(file.text);
  const visit = (node: Node): void => {
    if (!hasOperator(node.pos, node.end)) return;
    for (const [operand, sentence] of operandsOf(node, compiler))
      uses.push({ file, operand, sentence });
    node.forEachChild(visit);
  };
  file.forEachChild(visit);
  return uses;
};

const notChecked = (error: unknown): Finding => ({
  rule: 'types',
  severity: 'warning',
  message: `the TypeScript API cannot be used, so operands are not checked for references: ${String(error)}`,
  fix: 'run "npm i -D typescript@7.0.2"',
});
