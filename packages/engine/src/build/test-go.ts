import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Failure } from '@helm-charts/types';
import { workspace } from '../../../../tools/go/files.ts';
import { type Ended, run } from '../../../../tools/go/run.ts';
import { findGo, type Go, goMissing } from '../../../../tools/go/toolchain.ts';
import { thisPlatform } from '../native/platform.ts';
import { pruneDirectory } from './apiserver/sources.ts';
import { compilerFlags, goEnvironment } from './compile.ts';
import { type GoReport, goReport } from './go-report.ts';
import { placeSchemas } from './schemas.ts';
import { goDirectory } from './sources.ts';

/**
 * test-go.ts [apiserver]  checks the format of all Go code with gofmt, then runs `go vet` and `go test` in the Go module of
 * the engine and in tools/prune, or in the module of the API server's validation. Exit code 1 for findings, 3 without Go:
 * what was not tested does not pass.
 */
const [name = ''] = process.argv.slice(2);

/** The folders of the Go modules to test. */
const modules = name === '' ? [goDirectory, pruneDirectory] : [join(goDirectory, name)];

const test = async (): Promise<readonly string[]> => {
  const go = await findGo((sentence) => console.error(`engine: ${sentence}`));
  if (go === undefined) {
    throw new Failure(3, [{ rule: 'environment', severity: 'error', message: goMissing }]);
  }
  await rm(reportFile, { force: true });
  await placeSchemas();
  const unformatted = await formatted(go);
  const vetted = await runGo(go, ['vet', ...compilerFlags, './...']);
  const tested = await runGo(go, ['test', '-json', ...compilerFlags, './...']);
  const report = goReport(tested.map(({ stdout }) => stdout).join(''));
  await keep(report);
  const { numPassedTests, numFailedTests, numPendingTests } = report.count;
  console.log(
    `Go tests: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`,
  );
  return [
    ...unformatted,
    ...vetted.filter(isFailed).map(({ stderr }) => stderr.trim()),
    ...(tested.some(isFailed)
      ? [`${report.failures}${tested.map(({ stderr }) => stderr).join('')}`.trim()]
      : []),
  ];
};

/** A sentence for each file that gofmt would change. */
const formatted = async (go: Go): Promise<readonly string[]> => {
  const folders = [goDirectory, pruneDirectory].map((folder) => relative(workspace, folder));
  const args = ['run', 'cmd/gofmt', '-l', ...folders];
  const { code, stdout, stderr } = await run(go.command, args, {
    directory: workspace,
    environment: goEnvironment(thisPlatform),
  });
  const files = stdout.split('\n').filter((line) => line !== '');
  return [
    ...files.map((file) => `${file} is not formatted; run gofmt -w on it`),
    // The errors of code that gofmt can't read.
    ...(code === 0 ? [] : [stderr.trim()]),
  ];
};

/** Runs a command of Go in each module, one after the other. */
const runGo = async (go: Go, args: readonly string[]): Promise<readonly Ended[]> => {
  const ended: Ended[] = [];
  for (const directory of modules) {
    const environment = goEnvironment(thisPlatform);
    ended.push(await run(go.command, args, { directory, environment }));
  }
  return ended;
};

const isFailed = ({ code }: Ended): boolean => code !== 0;

const reportFile = join(workspace, 'dist/reports', name === '' ? 'go.json' : `go-${name}.json`);

const keep = async ({ count }: GoReport): Promise<void> => {
  await mkdir(dirname(reportFile), { recursive: true });
  await writeFile(reportFile, `${JSON.stringify(count)}\n`);
};

try {
  const problems = await test();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
