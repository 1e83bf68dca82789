import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultTarget, schemasOf } from '@helm-charts/kubernetes';
import type { Go } from '../../../../tools/go/toolchain.ts';
import type { Platform } from '../native/platform.ts';
import { buildArguments, goEnvironment } from './compile.ts';
import { goDirectory, goFiles } from './sources.ts';

/** A hash of all that a program is made of: programs with equal keys are equal. `schemas` is the text that it embeds. */
export const keyOf = async (go: Go, platform: Platform, schemas: string): Promise<string> => {
  const hash = createHash('sha256');
  const add = (value: unknown) => hash.update(JSON.stringify(value));
  add([go.version, buildArguments, goEnvironment(platform), schemas, schemasOf(defaultTarget)]);
  for (const file of await goFiles()) {
    add([file, await readFile(join(goDirectory, file), 'utf8')]);
  }
  return hash.digest('hex').slice(0, 16);
};
