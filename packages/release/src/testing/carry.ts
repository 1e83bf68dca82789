import { openClient } from '@helm-charts/oci';
import { writeTar } from '../archive/write-tar.ts';
import { copyImages } from '../bundle/copy-images.ts';
import { filesOf } from '../bundle/files.ts';
import { loadBundle } from '../bundle/load.ts';
import { emptyLock } from '../lock/lock.ts';

/** Carries images from a registry to another in a bundle, and prints by how many bytes the memory of this process has grown at most. */
const [source = '', target = '', file = ''] = process.argv.slice(2);

const carry = async (name: string): Promise<void> => {
  await using client = await openClient({ plainHttp: true, environment: {} });
  const { parts, locked } = await copyImages(client, [name], {
    registry: `oci://${source}/mirror`,
  });
  const images = [name];
  await writeTar(
    file,
    filesOf({ name: 'a.tar', lock: emptyLock, sbom: '', parts, images, lockedImages: locked }),
  );
  const registry = `oci://${target}/site`;
  const { exitCode, findings } = await loadBundle(file, { registry, plainHttp: true });
  if (exitCode !== 0) throw new Error(JSON.stringify(findings));
};
// Whatever is loaded, and compiled, is so before the first measurement.
await carry('docker.io/library/small:1');
const before = process.memoryUsage.rss();
let most = before;
const timer = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 10);
await carry('docker.io/library/large:1');
clearInterval(timer);
process.stdout.write(String(most - before));
