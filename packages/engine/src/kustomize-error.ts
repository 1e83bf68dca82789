import { join, relative } from 'node:path';
import type { Finding, Position } from '@helm-charts/types';

/**
 * Turns the standard error of kustomize into one finding with the position of the file. Both paths
 * are absolute.
 */
export const kustomizeFinding = (
  stderr: string,
  directory: string,
  workspaceRoot: string,
): Finding => {
  const said = stderr.trim().replace(/^error: /, '');
  // The innermost kustomization that kustomize was processing.
  const inner = [...said.matchAll(/recursed accumulation of path '([^']+)'/g)].at(-1)?.[1];
  const context = { directory: inner ?? directory, said };
  for (const { pattern, explain } of explanations) {
    const match = pattern.exec(said);
    if (!match) continue;
    const { position, message, fix } = explain(match.slice(1), context);
    return {
      rule: 'kustomize',
      severity: 'error',
      position: { ...position, file: relative(workspaceRoot, position.file) || '.' },
      message: message.replaceAll(`${workspaceRoot}/`, ''),
      ...(fix && { fix }),
    };
  }
  const rest = said.replaceAll(`${workspaceRoot}/`, '').replace(/\s*\n\s*/g, ' ');
  return {
    rule: 'kustomize',
    severity: 'error',
    position: { file: relative(workspaceRoot, context.directory) || '.' },
    message: `kustomize: ${rest}`,
  };
};

interface Context {
  readonly directory: string;
  readonly said: string;
}

interface Explained {
  /** The file is an absolute path. */
  readonly position: Position;
  readonly message: string;
  readonly fix?: string;
}

interface Explanation {
  readonly pattern: RegExp;
  readonly explain: (groups: readonly string[], context: Context) => Explained;
}

const at = (file: string, line?: string): Position => ({
  file,
  ...(line ? { line: Number(line) } : {}),
});

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/**
 * The errors of kustomize that can still occur after the checks of the tree. The first match is
 * used: kustomize tries a resource as a file, then as a directory, and reports both errors.
 */
const explanations: readonly Explanation[] = [
  {
    pattern: /^(.+) is not read: it leads to (.+), which is outside of /,
    explain: ([file = '', target = '']) => ({
      position: at(file),
      message: `it leads to ${target}, which is outside the repository, so Flux rejects the kustomization`,
      fix: 'copy it into the repository',
    }),
  },
  {
    pattern: /must specify --enable-helm/,
    explain: (_, { directory }) => ({
      position: at(directory),
      message:
        'the kustomization has helmCharts, which kustomize-controller does not allow, so the build fails',
      fix: 'install the chart with a HelmRelease',
    }),
  },
  {
    pattern: /^(.+) is not read: it is no regular file$/,
    explain: ([file = '']) => ({
      position: at(file),
      message: 'it is a pipe, a socket or a device, which kustomize can not read',
      fix: 'remove it',
    }),
  },
  {
    pattern: /accumulating resources from '((?:[\w+]+:\/\/|git@|git::)[^']+)'/,
    explain: ([url = ''], { directory }) => ({
      position: at(directory),
      message: `${url} is not in the repository, and builds here do not use the network`,
      fix: 'copy it into the repository',
    }),
  },
  {
    pattern: /MalformedYAMLError: yaml: (?:line (\d+): )?(.+?) in File: (\S+)/,
    explain: ([line, problem = '', file = ''], { directory }) => ({
      position: at(join(directory, file), line),
      message: `this is not valid YAML: ${problem}`,
    }),
  },
  {
    pattern: /may not add resource with an already registered id: ([\w-]+)\.\S*\/([^.]+)\./,
    explain: ([kind = '', name = ''], { directory }) => ({
      position: at(directory),
      message: `${kind} ${name} is defined twice, so the build fails`,
      fix: 'rename or remove one',
    }),
  },
  {
    pattern: /accumulating resources from '([^']+)': missing Resource metadata/,
    explain: ([file = ''], { directory }) => ({
      position: at(join(directory, file)),
      message: 'this is not a Kubernetes object: it has no metadata',
    }),
  },
  {
    // kustomize reads a text that starts with [ as JSON (api/internal/builtins/PatchTransformer.go, jsonPatchFromBytes).
    pattern: /unable to parse SM or JSON patch from \[(?:patch|path): "(.*)"\]/,
    explain: ([patch = ''], { directory }) => ({
      position: at(directory),
      message: `the patch ${JSON.stringify(shortened(patch))} is neither a JSON patch nor an object to merge`,
      fix: patch.startsWith('[')
        ? 'put all of its names and texts in double quotes, as JSON needs it, or start each operation with - in a line of its own'
        : 'write a list of operations, or an object with apiVersion, kind and metadata.name',
    }),
  },
  {
    pattern: /json: unsupported type: map\[interface \{\}\]interface \{\}/,
    explain: (_, { directory }) => ({
      position: at(directory),
      message: 'an object has a key that is a number, a boolean or null, and kustomize needs texts',
      fix: 'put the key in quotes',
    }),
  },
  {
    pattern: /mapping key ("[^"]+") already defined at line (\d+)/,
    explain: ([key = '', line = ''], { directory }) => ({
      position: at(directory),
      message: `an object has the key ${key} twice, first in line ${line} of its file`,
      fix: 'remove one',
    }),
  },
  {
    pattern: /invalid Kustomization: (?:json: )?(?:yaml: line (\d+): )?(.+)/,
    explain: ([line, problem = ''], { directory }) => ({
      position: at(join(directory, 'kustomization.yaml'), line),
      message: `kustomize cannot read it: ${problem}`,
    }),
  },
];
