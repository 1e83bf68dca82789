import { relative } from 'node:path';
import { count, type Report, refused, reportOf } from '@helm-charts/pipeline';
import type { Released } from '../lock/lock.ts';
import { publicKeyIn } from '../sign/public-key.ts';
import { trustKeys } from '../sign/trust.ts';
import { imageProblems } from './images.ts';
import { type Bundle, openBundle } from './open.ts';
import { problem } from './problem.ts';
import { type ChartPackage, renderPackages } from './render.ts';
import { signatureProblems } from './signatures.ts';

export interface VerifyBundleOptions {
  /** Public keys, as PEM files. Charts and profile must have a signature of one of them. */
  readonly keys?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks a bundle without a network: every byte against its checksum, index, lock and list of images against each other, the signatures if keys are
 * named, and the profile, which is rendered from the charts of the bundle and must run the images of the list.
 */
export const verifyBundle = (
  file: string,
  { keys: files = [], signal }: VerifyBundleOptions = {},
): Promise<Report> =>
  reportOf('bundle verify', async () => {
    const input = relative(process.cwd(), file);
    const keys = await Promise.all(files.map(publicKeyIn));
    const { value: bundle, findings } = await openBundle(file, input);
    if (bundle === undefined) return refused('bundle verify', findings, 1);
    const [profile, ...others] = bundle.lock.profiles;
    if (profile === undefined || others.length > 0) {
      const message = `it has ${count(bundle.lock.profiles.length, 'profile')} in place of one`;
      return refused('bundle verify', [problem(input, message, 'make the bundle again')], 1);
    }
    // Nothing is unpacked that was not signed.
    const unsigned = keys.length > 0 ? await signatureProblems(bundle, trustKeys(keys)) : [];
    if (unsigned.length > 0) return refused('bundle verify', unsigned, 1);
    const rendered = await renderBundle(bundle, profile, input, signal);
    const all = [
      ...rendered.findings,
      ...imageProblems(bundle.images, rendered.value?.images ?? bundle.images, input),
    ];
    if (rendered.value === undefined || all.some(({ severity }) => severity === 'error'))
      return refused('bundle verify', all, 1);
    const { parts, images, lockedImages } = bundle;
    const attached = parts.filter(({ kind }) => kind === 'attached').length;
    return {
      summary: `bundle verify: ${input} is complete`,
      details: [
        `${profile.name} ${profile.version}, ${count(bundle.lock.charts.length, 'chart')}, signatures and attestations: ${attached}`,
        `${count(images.length, 'image')} listed, ${lockedImages?.length ?? 0} contained`,
        ...(keys.length > 0 ? ['charts and profile are signed'] : []),
        `rendered without a network: ${rendered.value.summary}`,
      ],
      findings: all,
      exitCode: 0,
    };
  });

const renderBundle = async (
  { parts, lock, read }: Bundle,
  profile: Released,
  input: string,
  signal: AbortSignal | undefined,
) => {
  // A chart or profile has one layer, its package.
  const packageOf = async (name: string) => {
    const [, layer] = parts.find((part) => part.name === name)?.blobs ?? [];
    return layer === undefined ? Buffer.alloc(0) : read(layer);
  };
  const chartOf = async ({ name, version, digest }: Released): Promise<ChartPackage> => ({
    name,
    version,
    digest,
    bytes: await packageOf(`charts/${name}:${version}`),
  });
  return renderPackages(
    await packageOf(`${profile.name}:${profile.version}`),
    await Promise.all(lock.charts.map(chartOf)),
    input,
    signal,
  );
};
