import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import type { Finding } from '@helm-charts/types';
import { unlessAborted } from '../interrupted.ts';
import { type Place, type Project, placeOf } from '../place.ts';
import { type Report, refused, reportOf } from '../report.ts';
import { compile, configFiles, findCompiler, folderOf, writeConfig } from './compiler.ts';
import { explain } from './explain.ts';
import { operatorFindings } from './operators.ts';

/** Type-checks the sources of a chart or profile. */
export const checkTypes = (project: Project, signal?: AbortSignal): Promise<Report> =>
  reportOf(project.root, async () => {
    const { value: place, findings: misplaced } = placeOf(project);
    if (place === undefined) return refused(project.root, misplaced);
    const findings = await unlessAborted(signal, typeFindings(place));
    if (hasErrors(findings)) return refused(project.root, findings, 1);
    return { summary: `${project.root || '.'}: types checked`, findings, exitCode: 0 };
  });

/** Whether a finding of the generation is also reported by the compiler. */
const followOn = new Set([
  'default',
  'field-missing',
  'field-type',
  'field-value',
  'undeclared-value',
  'unused-value',
  'value-unguarded',
]);

/** A syntax error, a read of an undeclared value and a cycle also make the import of the sources fail. */
const isFollowOn = ({ rule, position, message, fix = '' }: Finding): boolean =>
  followOn.has(rule) ||
  (rule === 'source' &&
    (position?.line === undefined ||
      fix.startsWith('declare the value') ||
      /^Cannot access '.+' before init/.test(message)));

/** Merges the findings of a step with those of the type check, without repeating errors that the compiler has found. */
export const withTypes = (
  findings: readonly Finding[],
  types: readonly Finding[],
): readonly Finding[] => {
  const lines = new Set(types.flatMap((one) => lineOf(one) ?? []));
  const fields = new Set(types.flatMap((one) => misspeltField(one) ?? []));
  const isNew = (one: Finding) =>
    !hasErrors(types) ||
    !(isFollowOn(one) || lines.has(lineOf(one) ?? '') || fields.has(misspeltField(one) ?? ''));
  return [...types, ...findings.filter(isNew)];
};

/**
 * The compiler and the generation report this at different lines: that of the field and that of the function that
 * writes it.
 */
const misspeltField = ({ message }: Finding): string | undefined =>
  /there is no field "(.+?)" here/.exec(message)?.[1];

const lineOf = ({ position }: Finding): string | undefined =>
  position?.line === undefined ? undefined : `${position.file}:${position.line}`;

export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');

/**
 * Returns the compiler errors of a chart's or profile's sources as findings. Sources without findings are compiled
 * again only if a file that the compiler read, a file of this check or an installed package has changed. Without
 * TypeScript in the workspace there is a warning.
 */
export const typeFindings = async (place: Place): Promise<readonly Finding[]> => {
  const compiler = findCompiler(place.workspace);
  if (compiler === undefined) return [notInstalled];
  if (await isCached(place)) return [];
  const config = await writeConfig(place);
  const [{ output, failure, files }, operands] = await Promise.all([
    compile(compiler, config, place),
    operatorFindings(config, place),
  ]);
  const said = explain(output);
  if (failure !== undefined && said.length === 0) return [notCompiled(failure)];
  const findings = [...said, ...operands]
    .map((finding) => inWorkspace(finding, place))
    // Errors outside the workspace cannot be fixed in it.
    .filter(({ position }) => !position?.file.startsWith('..'))
    .filter((one, index, all) => all.findIndex((other) => lineOf(other) === lineOf(one)) === index);
  // Errors are not cached: a missing file has no digest that would change.
  if (findings.length > 0) return findings;
  const digests = await digestsOf(
    [...files, ...configFiles(place), ...installed(place), ...ownFiles()].map((file) =>
      relative(place.workspace, file),
    ),
    place,
  );
  // Without it the next run takes longer, and that is all.
  await replaceFile(cacheFile(place), JSON.stringify({ digests })).catch(() => {});
  return findings;
};

const notInstalled: Finding = {
  rule: 'types',
  severity: 'warning',
  message: 'TypeScript is not installed, so the types of the sources are not checked',
  fix: 'run "npm i -D typescript"',
  unseen: { what: 'validated', reason: 'types' },
};

const notCompiled = (failure: string): Finding => ({
  rule: 'types',
  severity: 'error',
  message: `the compiler failed: ${failure.trim().split('\n')[0]}`,
  fix: 'correct tsconfig.json, or run "npx tsc --version" to see whether TypeScript works here',
});

interface Cached {
  readonly digests: Readonly<Record<string, string>>;
}

const cacheFile = (place: Place): string => join(folderOf(place), 'checked.json');

/** Whether the sources had no findings in the last compilation and have not changed since. */
const isCached = async (place: Place): Promise<boolean> => {
  const text = await readFile(cacheFile(place), 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  const { digests } = JSON.parse(text) as Cached;
  const now = await digestsOf(Object.keys(digests), place);
  return Object.entries(digests).every(([file, digest]) => now[file] === digest);
};

/** The files that npm, pnpm, Yarn and a linked TypeScript change when packages are installed. */
const installed = ({ workspace }: Place): readonly string[] =>
  ['.package-lock.json', '.modules.yaml', '.yarn-state.yml', 'typescript/package.json'].map(
    (name) => join(workspace, 'node_modules', name),
  );

/** The code of this check, since another version may find more. */
const ownFiles = (): readonly string[] =>
  readdirSync(import.meta.dirname)
    .filter((name) => /(?<!\.test|\.d)\.[jt]s$/.test(name))
    .map((name) => join(import.meta.dirname, name));

/** Paths are relative to the workspace, which may be a copy of another one. */
const digestsOf = async (
  files: readonly string[],
  { workspace }: Place,
): Promise<Readonly<Record<string, string>>> => {
  const entries = files.map(async (file) => {
    const content = await readFile(join(workspace, file)).catch(() => '');
    return [file, createHash('sha256').update(content).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
};

const inWorkspace = (finding: Finding, { workspace }: Place): Finding => {
  const { file = '', ...rest } = finding.position ?? {};
  const path = isAbsolute(file) ? file : resolve(workspace, file);
  return { ...finding, position: { ...rest, file: relative(workspace, path) } };
};
