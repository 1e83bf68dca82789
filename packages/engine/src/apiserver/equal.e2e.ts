import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { presentGo } from '../../../../tools/go/toolchain.ts';
import { apiServerPackage } from '../build/apiserver/native.ts';
import {
  apiServerDirectory,
  apiServerVersions,
  builtApiServer,
  modulesEnvironment,
} from '../build/apiserver/sources.ts';
import { compilerFlags, goEnvironment } from '../build/compile.ts';
import { thisPlatform } from '../native/platform.ts';
import { objectsOfAllKinds } from '../testing/objects.ts';
import { nativeSession } from './native.ts';
import { openSession } from './open.ts';
import type { Inquiry, Session } from './session.ts';
import type { Question, Verdict } from './verdict.ts';

const restricted = { 'pod-security.kubernetes.io/enforce': 'restricted' };

/** Every object is created, and replaces the one before it if both have the same kind. */
const inquiries = async (): Promise<readonly Inquiry[]> => {
  const texts = await objectsOfAllKinds();
  const settings = { definitions: [], featureGates: {} };
  const kindOf = (text: string): unknown => (JSON.parse(text) as { readonly kind: unknown }).kind;
  const updates = texts.flatMap((text, index): readonly Question[] => {
    const old = texts[index - 1];
    // Which of several wrong limits is named first depends on the order of a Go map.
    const isCompared = old !== undefined && kindOf(old) === kindOf(text);
    return isCompared && kindOf(text) !== 'LimitRange' ? [{ old, new: text }] : [];
  });
  return [
    { ...settings, verb: 'create', objects: texts.map((text) => ({ text, labels: restricted })) },
    { ...settings, verb: 'update', objects: updates },
  ];
};

/** The code of the API server reads some maps of Go in any order. */
const inOrder = (verdict: Verdict): unknown =>
  'errors' in verdict
    ? { ...verdict, errors: verdict.errors?.map((error) => JSON.stringify(error)).toSorted() }
    : verdict;

const answers = async (session: Session): Promise<readonly unknown[]> => {
  const parts = (await inquiries()).map((inquiry) => session.ask(inquiry));
  return (await Promise.all(parts)).flat().map(inOrder);
};

let native: Session;
let expected: readonly unknown[];
beforeAll(async () => {
  const opened = await openSession({ engine: 'native' });
  if ('fix' in opened) throw new Error(`${opened.program}: ${opened.fix}`);
  native = opened.session;
  expected = await answers(native);
  return native.end;
});

test('the objects are many, of all kinds, valid and faulty', async () => {
  expect(expected.length).toBeGreaterThan(4000);
  const statuses = new Set(expected.map((verdict) => (verdict as Verdict).status));
  // Schemas are of more versions and kinds than the API server serves.
  expect([...statuses].toSorted()).toEqual(['invalid', 'not-served', 'unknown-kind', 'valid']);
});

test('WebAssembly has the verdicts of the program', async ({ skip }) => {
  const opened = await openSession({ engine: 'wasm' });
  if ('fix' in opened) {
    const note = `NOT RUN: the WebAssembly module is not built; ${opened.fix}`;
    console.warn(note);
    return skip(note);
  }
  expect(await answers(opened.session)).toEqual(expected);
});

test.for(apiServerVersions())(
  'the program of Kubernetes %s has the verdicts of all code, before what it does not reach is removed',
  async (kubernetes, { skip }) => {
    if (process.env.CI) return skip('NOT RUN in CI: it compiles all of Kubernetes');
    const go = await presentGo();
    if (go === undefined) return skip('NOT RUN: there is no Go toolchain');
    const path = await builtApiServer(kubernetes);
    if (path === undefined) return skip(`NOT RUN: the program of ${kubernetes} is not built`);
    const folder = await mkdtemp(join(tmpdir(), 'whole-'));
    try {
      const program = join(folder, 'helm-charts-apiserver');
      // With the flags of test-go.ts it is compiled already.
      await promisify(execFile)(
        go.command,
        ['build', ...compilerFlags, '-o', program, apiServerPackage],
        {
          cwd: apiServerDirectory,
          env: {
            ...process.env,
            ...goEnvironment(thisPlatform),
            ...modulesEnvironment(kubernetes),
          },
          maxBuffer: 2 ** 26,
        },
      );
      const [whole, pruned] = [nativeSession({ path: program }), nativeSession({ path })];
      expect(await answers(whole)).toEqual(await answers(pruned));
      whole.end();
      pruned.end();
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
