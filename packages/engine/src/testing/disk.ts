import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { onTestFinished } from 'vitest';

/** Whether this user may mount a disk. The tests that need one are skipped with a warning elsewhere. */
export const canMount: boolean = (() => {
  if (process.platform !== 'linux') return false;
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    console.warn('NOT TESTED: a full disk and a read-only one, since this user may not mount any');
    return false;
  }
})();

/** Mounts an empty disk of this size, for instance `256k`, until the end of the test. */
export const mountDisk = async (size: string): Promise<string> => {
  const disk = join(await workspace({ 'disk/.keep': '' }), 'disk');
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', disk]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', disk]));
  return disk;
};

/** Makes a disk read-only. */
export const makeReadOnly = (disk: string): void =>
  void execFileSync('mount', ['-o', 'remount,ro', disk]);
