import { join, relative } from 'node:path';
import type { Finding } from '@helm-charts/types';

/**
 * What kustomize says on its standard error, as one sentence at the file that it is about. Both
 * paths are absolute.
 */
export const kustomizeFinding = (
  stderr: string,
  directory: string,
  workspaceRoot: string,
): Finding => {
  const said = stderr.trim().replace(/^error: /, '');
  // The innermost kustomization that kustomize had come to.
  const inner = [...said.matchAll(/recursed accumulation of path '([^']+)'/g)].at(-1)?.[1];
  const context = { directory: inner ?? directory, said };
  for (const { pattern, explain } of explanations) {
    const match = pattern.exec(said);
    if (!match) continue;
    const { path, message } = explain(match.slice(1), context);
    return finding(
      relative(workspaceRoot, path) || '.',
      message.replaceAll(`${workspaceRoot}/`, ''),
    );
  }
  const rest = said.replaceAll(`${workspaceRoot}/`, '').replace(/\s*\n\s*/g, ' ');
  return finding(relative(workspaceRoot, context.directory) || '.', `kustomize: ${rest}.`);
};

const finding = (where: string, message: string): Finding => ({
  rule: 'kustomize',
  severity: 'error',
  where,
  message,
});

interface Context {
  readonly directory: string;
  readonly said: string;
}

interface Explained {
  readonly path: string;
  readonly message: string;
}

interface Explanation {
  readonly pattern: RegExp;
  readonly explain: (groups: readonly string[], context: Context) => Explained;
}

/**
 * What is left of kustomize's complaints once the tree is known to be whole. The first that matches
 * counts: kustomize tries a resource as a file, then as a directory, and tells both stories.
 */
const explanations: readonly Explanation[] = [
  {
    pattern: /MalformedYAMLError: yaml: (?:line (\d+): )?(.+?) in File: (\S+)/,
    explain: ([line, problem = '', file = ''], { directory }) => ({
      path: join(directory, file) + (line ? `:${line}` : ''),
      message: `this is no YAML: ${problem}.`,
    }),
  },
  {
    pattern: /may not add resource with an already registered id: ([\w-]+)\.\S*\/([^.]+)\./,
    explain: ([kind = '', name = ''], { directory }) => ({
      path: directory,
      message: `${kind} ${name} is there twice; rename or remove one.`,
    }),
  },
  {
    pattern: /accumulating resources from '([^']+)': missing Resource metadata/,
    explain: ([file = ''], { directory }) => ({
      path: join(directory, file),
      message: 'this is no Kubernetes object: it has no metadata.',
    }),
  },
  {
    pattern: /mapping key ("[^"]+") already defined at line (\d+)/,
    explain: ([key = '', line = ''], { directory }) => ({
      path: directory,
      message: `an object has the key ${key} twice, first in line ${line} of its file; remove one.`,
    }),
  },
  {
    pattern: /invalid Kustomization: (?:json: )?(?:yaml: line (\d+): )?(.+)/,
    explain: ([line, problem = ''], { directory }) => ({
      path: join(directory, 'kustomization.yaml') + (line ? `:${line}` : ''),
      message: `kustomize can't read it: ${problem}.`,
    }),
  },
];
