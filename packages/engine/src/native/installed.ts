import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Checked, Finding } from '@helm-charts/types';
import { Failure } from '@helm-charts/types';
import { engineProduct, type Platform, type Product, platforms } from './platform.ts';

/** Where the program is looked for. */
interface Search {
  readonly platform: Platform;
  /** The module that installed packages are resolved from: a path or a `file:` URL. */
  readonly from: string;
  /** The version of @helm-charts/engine. */
  readonly version: string;
  /** What is looked for; the engine unless set. */
  readonly product?: Product;
}

/**
 * The path of the program in the npm package of a platform; without one, a warning that says what to install.
 * @throws {Failure} With exit code 3 if the package has another version than @helm-charts/engine.
 */
export const installedProgram = ({
  platform,
  from,
  version,
  product = engineProduct,
}: Search): Checked<string> => {
  const { packageOf, programOf, title } = product;
  const name = packageOf(platform);
  const wanted = `${name}@${version}`;
  if (!platforms.some(({ os, cpu }) => os === platform.os && cpu === platform.cpu)) {
    const message = `there is no ${title} for ${platform.os} on ${platform.cpu}`;
    return { findings: [problem('warning', name, message, undefined)] };
  }
  const manifest = manifestPath(name, from);
  if (manifest === undefined) {
    const message = `the package with the ${title} is not installed`;
    const fix = `install it with npm i -D ${wanted}, or install without --omit=optional`;
    return { findings: [problem('warning', name, message, fix)] };
  }
  const fix = `install it again with npm i -D ${wanted}`;
  const { version: present } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  if (present !== version) {
    const message = `the package with the ${title} has version ${present} but @helm-charts/engine has version ${version}, and only equal versions work together`;
    throw new Failure(3, [problem('error', name, message, fix)]);
  }
  const path = join(manifest, '..', programOf(platform));
  if (existsSync(path)) return { value: path, findings: [] };
  return {
    findings: [
      problem('warning', name, `the package with the ${title} has no ${programOf(platform)}`, fix),
    ],
  };
};

interface Manifest {
  readonly version: string;
}

const manifestPath = (name: string, from: string): string | undefined => {
  try {
    return createRequire(from).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
};

const problem = (
  severity: Finding['severity'],
  input: string,
  message: string,
  fix: string | undefined,
): Finding => ({
  rule: 'environment',
  severity,
  input,
  message,
  ...(fix !== undefined && { fix }),
});
