import { join, resolve } from 'node:path';
import { eventually } from '@helm-charts/testing/eventually';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, onTestFinished, type TestContext, test } from 'vitest';
import { type Appliance, startAppliance } from '../testing/appliance.ts';
import { emulate } from '../testing/emulator.ts';
import { type AtTerminal, runAtTerminal } from '../testing/terminal.ts';

const program = resolve(import.meta.dirname, '../../bin/alga-appliance.cjs');

/** The program at a terminal of 100 columns and 30 rows, and what the terminal shows of it. */
const start = async (
  context: TestContext,
  { server, directory }: Appliance,
  command: string,
  { before = '', ...environment }: Readonly<Record<string, string>> = {},
) => {
  const terminal: AtTerminal = await orSkip(
    context,
    runAtTerminal(
      `stty cols 100 rows 30; ${before} exec '${process.execPath}' '${program}' ${command}`,
      // A build server is no terminal.
      { KUBECONFIG: server.kubeconfig, TERM: 'xterm', CI: '', NO_COLOR: '', ...environment },
      directory,
    ),
  );
  onTestFinished(terminal.end);
  const seen = () => {
    const emulator = emulate(140, 30);
    emulator.write(terminal.shown());
    return { lines: emulator.lines(), isCursorShown: emulator.isCursorShown() };
  };
  return {
    ...terminal,
    seen,
    shows: (text: string) =>
      eventually(() => seen().lines.join('\n'), expect.stringContaining(text)),
  };
};

const flux = ({ folder }: Appliance) =>
  `bootstrap --url https://git.site/a.git --flux-manifest '${join(folder, 'flux.yaml')}'`;

const setUp = async (hasTenant = false): Promise<Appliance> => {
  const appliance = await startAppliance({ hasTenant });
  await appliance.run(flux(appliance).replaceAll("'", '').split(' '));
  return appliance;
};

/** The rows of the table, without how long they have been so. */
const rows = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => /^(LAYER|\w+ +\S+\/\S+ +(ready|progressing|failed|missing))/.test(line));

test('bootstrap shows what it waits for in one table, and the table stays with the result below it', async (context) => {
  await using appliance = await startAppliance({
    troubles: { db: { type: 'Ready', message: 'no chart' } },
  });
  const terminal = await start(context, appliance, flux(appliance));
  await terminal.shows('its next try: no chart');
  expect(terminal.seen().isCursorShown).toBe(false);
  appliance.flux.mend('db');
  expect(await terminal.exitCode()).toBe(0);
  const { lines, isCursorShown } = terminal.seen();
  expect(isCursorShown).toBe(true);
  expect(lines.join('\n')).not.toContain('waiting for');
  expect(lines.filter((line) => line.startsWith('LAYER'))).toHaveLength(1);
  expect(lines.slice(lines.findIndex((line) => line.startsWith('LAYER')))).toMatchInlineSnapshot(`
    [
      "LAYER          OBJECT                            STATE  SINCE  WAITS FOR",
      "flux           flux-system/source-controller     ready",
      "flux           flux-system/kustomize-controller  ready",
      "flux           flux-system/helm-controller       ready",
      "source         flux-system/repository            ready",
      "kustomization  flux-system/site                  ready",
      "kustomization  flux-system/site-releases         ready",
      "secret         apps/db                           ready",
      "secret         apps/web                          ready",
      "release        releases/db                       ready",
      "release        releases/pool                     ready",
      "release        releases/worker                   ready",
      "volume         apps/db-data                      ready",
      "12 of 12 ready",
      "bootstrap: done, 14 changes made",
      "",
    ]
  `);
  expect(lines).toContain('created Secret apps/db (2 keys)');
});

test('Ctrl-C leaves the last table, shows the cursor again, and ends with 130', async (context) => {
  await using appliance = await setUp();
  appliance.flux.stop();
  const terminal = await start(context, appliance, 'deploy');
  await terminal.type('\x03', '11 of 12 ready');
  expect(await terminal.exitCode()).toBe(130);
  const { lines, isCursorShown } = terminal.seen();
  expect(isCursorShown).toBe(true);
  const [table, stop, end] = ['LAYER', 'stopping after', 'deploy: failed'].map((text) =>
    lines.findIndex((line) => line.includes(text)),
  );
  expect([table! >= 0, table! < stop!, stop! < end!]).toEqual([true, true, true]);
});

test('a failure is a sentence below the last table', async (context) => {
  await using appliance = await setUp();
  appliance.flux.stop();
  const terminal = await start(context, appliance, 'deploy --timeout 3s');
  expect(await terminal.exitCode()).toBe(1);
  const { lines } = terminal.seen();
  const after = lines.slice(lines.findLastIndex((line) => line.endsWith(' ready')) + 1);
  expect(after.join('')).toContain('timed out after 3 s');
  expect(rows(lines).length).toBeGreaterThan(8);
});

test('status --watch draws until Ctrl-C, in another size, and while the cluster is away', async (context) => {
  await using appliance = await setUp();
  const { server } = appliance;
  const before = '(sleep 4; stty cols 140 < /dev/tty) &';
  const terminal = await start(context, appliance, 'status --watch', { before });
  await terminal.shows('12 of 12 ready');
  server.remove('Secret apps/web');
  await terminal.shows('11 of 12 ready');
  await server.pause();
  await terminal.shows('not up to date: ');
  // 100 columns cut this off.
  await terminal.shows('; asking again');
  await server.resume();
  await eventually(() => terminal.seen().lines.at(-2), '11 of 12 ready');
  await terminal.type('\x03', '');
  expect(await terminal.exitCode()).toBe(130);
  const { lines, isCursorShown } = terminal.seen();
  expect(isCursorShown).toBe(true);
  expect(lines.join('\n')).not.toContain('interrupted');
});

test('a question is asked, and answered, above the table', async (context) => {
  await using appliance = await startAppliance({
    hasTenant: true,
    troubles: { db: { type: 'Ready', message: 'no chart' } },
  });
  const terminal = await start(context, appliance, flux(appliance));
  const question = 'Organisation that works with this appliance (empty: create it later):';
  await terminal.type('\r', question);
  await terminal.shows('its next try: no chart');
  appliance.flux.mend('db');
  expect(await terminal.exitCode()).toBe(0);
  const { lines } = terminal.seen();
  const [asked, table] = [question, 'LAYER'].map((text) =>
    lines.findIndex((line) => line.startsWith(text)),
  );
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(table!);
});

test.each([
  ['TERM=dumb', { TERM: 'dumb' }, ''],
  ['a build server', { CI: 'true' }, ''],
  ['--json', {}, ' --json'],
  ['a pipe', {}, ' | cat'],
])('no table with %s, but lines', async (_, environment, end) => {
  await using appliance = await setUp();
  appliance.flux.stop();
  const context = { skip: () => {} } as unknown as TestContext;
  const terminal = await start(context, appliance, `deploy --timeout 1s${end}`, environment);
  await terminal.exitCode();
  const { lines } = terminal.seen();
  expect(terminal.shown()).not.toContain('\x1b[');
  expect(lines.filter((line) => line.startsWith('waiting for GitRepository'))).toHaveLength(1);
});

test('colours are left out with NO_COLOR', async (context) => {
  await using appliance = await setUp();
  const command = 'status --watch';
  const coloured = await start(context, appliance, command);
  await coloured.type('\x03', '\x1b[32mready\x1b[0m');
  const plain = await start(context, appliance, command, { NO_COLOR: '1' });
  await plain.type('\x03', 'ready');
  expect([await coloured.exitCode(), await plain.exitCode()]).toEqual([130, 130]);
  expect(plain.shown()).not.toContain('\x1b[32m');
});
