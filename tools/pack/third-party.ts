import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Failure } from '@helm-charts/types';
import { goDirectory } from '../../packages/engine/src/build/sources.ts';
import { workspace } from '../go/files.ts';
import { run } from '../go/run.ts';
import { type Go, goError } from '../go/toolchain.ts';

/** A program of this repository in Go. */
export interface GoProgram {
  /** How people call it. */
  readonly name: string;
  /** Its package: `./cmd/helm-charts-engine`. */
  readonly path: string;
  /** The variables of Go that it is compiled with. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder of its Go module; that of the engine unless set. */
  readonly directory?: string;
}

/** A license file, and what it is of. */
export interface License {
  readonly owner: string;
  readonly text: string;
}

/**
 * The licenses and notices of all code of others in a program: Go itself and the modules.
 * @throws {Failure} With exit code 3 if Go can't list the modules, or one of them has no license file.
 */
export const thirdParty = async (go: Go, program: GoProgram): Promise<string> => {
  const licenses = [
    ...licensesOf(`Go standard library ${go.version}`, go.root, go.root),
    ...(await modules(go, program)).flatMap(({ owner, root, directory }) =>
      licensesOf(owner, root, directory),
    ),
  ];
  return notice(program.name, licenses);
};

/** The text with the licenses of the code of others in something. */
export const notice = (name: string, licenses: readonly License[]): string => {
  const owners = new Map<string, ReadonlySet<string>>();
  for (const { owner, text } of licenses) {
    owners.set(text, new Set([...(owners.get(text) ?? []), owner]));
  }
  const parts = [...owners].map(([text, names]) => `${[...names].join('\n')}\n\n${text}\n`);
  return [`${name} contains the following code of others.\n`, ...parts].join(
    `\n${'-'.repeat(80)}\n\n`,
  );
};

interface Package {
  readonly owner: string;
  /** The directory of its module. */
  readonly root: string;
  readonly directory: string;
}

/** Every package of a module in the program; a module that a folder of this repository replaces has no version. */
const modules = async (
  go: Go,
  { path, environment, directory = goDirectory }: GoProgram,
): Promise<readonly Package[]> => {
  const format = `{{with .Module}}{{if and (not .Main) (or (not .Replace) .Replace.Version)}}{{.Path}} {{.Version}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}`;
  const ended = await run(go.command, ['list', '-deps', '-f', format, path], {
    directory,
    environment,
  });
  if (ended.code !== 0) throw failure(relative(workspace, directory), goError(ended));
  return ended.stdout.split('\n').flatMap((line) => {
    const [owner = '', root = '', directory = ''] = line.split('\t');
    return owner === '' ? [] : [{ owner, root, directory }];
  });
};

/**
 * The license files of a package: those in its directory and in each above it, up to its module.
 * @throws {Failure} With exit code 3 if there is none.
 */
export const licensesOf = (owner: string, root: string, directory: string): readonly License[] => {
  const names = readdirSync(directory).filter(
    (name) =>
      /^(?:licen[cs]e|copying|notice)(?:[.-][\w.-]+)?$/i.test(name) && !name.endsWith('.go'),
  );
  const here = names.map((name) => ({
    owner,
    text: readFileSync(join(directory, name), 'utf8').replaceAll('\r\n', '\n').trim(),
  }));
  if (relative(root, directory) !== '') {
    return [...licensesOf(owner, root, dirname(directory)), ...here];
  }
  if (here.length === 0) throw failure(owner, 'it has no license file, so it can not be published');
  return here;
};

const failure = (input: string, message: string): Failure =>
  new Failure(3, [{ rule: 'environment', severity: 'error', input, message }]);
