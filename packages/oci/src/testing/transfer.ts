import { downloadBlob } from '../read/blob.ts';
import { openClient } from '../transport/client.ts';
import { pushBlob } from '../write/blob.ts';
import { fileBlob } from '../write/blob-source.ts';

/** Pushes a file to a registry, downloads it again, and prints by how many bytes the memory of this process has grown at most. */
const [host = '', small = '', large = '', target = ''] = process.argv.slice(2);
const repository = { host, repository: 'charts/web' };
await using client = await openClient({ plainHttp: true, environment: {} });

const transfer = async (file: string): Promise<void> => {
  const blob = await fileBlob(file);
  await pushBlob(client, repository, blob);
  await downloadBlob(client, repository, blob, target);
};
// Whatever is loaded, and compiled, is so before the first measurement.
await transfer(small);
const before = process.memoryUsage.rss();
let most = before;
const timer = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 10);
await transfer(large);
clearInterval(timer);
process.stdout.write(String(most - before));
