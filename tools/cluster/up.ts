import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { loadProfile } from '@helm-charts/pipeline';
import { fluxManifest, publish, startCluster } from '@helm-charts/testing/cluster';
import { makeFolder, removeFolder } from '@helm-charts/testing/servers';
import { Failure, orFail, printFinding } from '@helm-charts/types';

/**
 * up.ts [profile]  starts a control plane with Flux, pushes the charts and a profile to its registry, prints how to go on, and runs until it is interrupted.
 * A second interruption does not hurt: all that it has made lies in folders that go with it.
 */
const [name = 'talos-single-node'] = process.argv.slice(2);
const workspace = resolve(import.meta.dirname, '../..');

const up = async (): Promise<void> => {
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const { name: profile, version } = orFail(
    await loadProfile({ workspace, root: `flux-profiles/${name}` }),
  );
  await using all = new AsyncDisposableStack();
  const cluster = all.use(await startCluster());
  // The program of the appliance looks for the Deployments of the controllers, too.
  await cluster.apply(fluxManifest());
  const folder = await makeFolder('packages');
  all.defer(() => removeFolder(folder));
  const { registry, kubeconfig } = cluster;
  const url = await publish({
    workspace,
    profile: { name: profile, version },
    registry,
    folder: join(folder, 'packages'),
  });
  process.stdout.write(`export KUBECONFIG=${kubeconfig}
npx alga-appliance bootstrap --registry ${url} --insecure-registry
`);
  process.stderr.write('The cluster runs until you press Ctrl-C; enter these lines elsewhere.\n');
  await stopped;
};

try {
  await up();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  for (const finding of error.findings) process.stderr.write(`${printFinding(finding)}\n`);
  process.exitCode = error.exitCode;
}
