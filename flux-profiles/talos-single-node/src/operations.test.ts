import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import {
  type Cluster,
  type ClusterObject,
  type Edge,
  listAt,
  stringAt,
  valueAt,
} from '@helm-charts/kubernetes';
import { simulate, treeInput } from '@helm-charts/pipeline';
import { airGapFolders } from '@helm-charts/types';
import { afterAll, expect, test } from 'vitest';
import { credentialsOf, whyNever } from '../../../packages/appliance/src/rotation/credential.ts';
import { secretKeysOf } from '../../../packages/appliance/src/rotation/reader.ts';
import { siteOf } from '../../../packages/appliance/src/site.ts';
import { profile } from './profile.ts';
import { type Peer, policiesIn } from './testing/policy.ts';

const workspaceRoot = resolve(import.meta.dirname, '../../..');
const page = join(workspaceRoot, 'docs/operations.md');
const text = readFileSync(page, 'utf8');
const out = mkdtempSync(join(tmpdir(), 'operations-'));
afterAll(() => rmSync(out, { recursive: true }));
const directory = join(workspaceRoot, 'flux-profiles/talos-single-node', airGapFolders.root);
const lockFile = join(directory, 'charts.lock.json');
const { clusters } = await simulate(
  treeInput({ workspaceRoot, directory, out, lockFile }),
  openEngine({ workspaceRoot }),
);
const cluster = clusters[0]!;

interface Workload {
  readonly id: string;
  readonly name: string;
  readonly release: string;
  readonly labels: unknown;
  readonly containers: readonly string[];
}

const workloads = cluster.objects.flatMap((object) => workloadOf(object) ?? []);

test('docs/operations.md has the tables of workloads, connections and credentials; vitest -u updates them', async () => {
  const head = '| --- | --- | --- | --- | --- | --- |\n';
  const [before = '', after = ''] = text.split(
    /^\| --- \| --- \| --- \| --- \| --- \| --- \|\n(?:\|.*\n)*/m,
  );
  const rows = workloads.map((workload) => rowOf(workload, cluster));
  const all = `${before}${head}${rows.join('')}${after}`.replace(
    /^(\| pods \| connect to \| .*\n.*\n)(?:\|.*\n)*/m,
    (_, title: string) => title + connectionRows(),
  );
  const complete = all.replace(
    /^(\| credential \| opens \| .*\n.*\n)(?:\|.*\n)*/m,
    (_, title: string) => title + credentialRows(),
  );
  await expect(complete).toMatchFileSnapshot(page);
});

test('its commands name existing containers', () => {
  const commands = [...text.matchAll(/^kubectl logs --namespace msp (.+)$/gm)];
  expect(commands.length).toBeGreaterThan(3);
  for (const [, command = ''] of commands) {
    const [, kind, name] = /^(\w+)\/([\w-]+)/.exec(command) ?? [];
    const [, label = '', value] = /--selector (\S+)=(\S+)/.exec(command) ?? [];
    const container = /--container (\S+)/.exec(command)?.[1];
    const asked = workloads.filter((workload) =>
      kind === undefined
        ? stringAt(workload.labels, label) === value
        : workload.id.toLowerCase() === `${kind} ${name}`,
    );
    expect(asked, command).not.toEqual([]);
    if (container) expect(asked[0]?.containers, command).toContain(container);
  }
});

test('its list of images is complete', () => {
  const [command = ''] = /^grep .+$/m.exec(text) ?? [];
  const script = command.replace('dist/render/talos-single-node-airgap', out);
  const listed = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
  const images = cluster.objects.flatMap(({ manifest }) => {
    const pod = valueAt(manifest.spec, 'template', 'spec');
    const containers = [...listAt(pod, 'initContainers'), ...listAt(pod, 'containers')];
    return containers.map((container) => ` image: ${stringAt(container, 'image')}`);
  });
  expect(
    listed
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().replaceAll('"', '')),
  ).toEqual([...new Set(images)].toSorted().map((line) => line.trim()));
});

/** The peers of each `allow-` policy, by the names of the workloads that it selects. */
function connectionRows(): string {
  const policies = policiesIn(cluster.objects.map(({ manifest }) => manifest));
  const nameOf = ({ ipBlock, podSelector }: Peer): string => {
    const labels = JSON.stringify(podSelector?.matchLabels);
    const policy = policies.find(
      ({ spec }) => JSON.stringify(spec?.podSelector?.matchLabels) === labels,
    );
    return ipBlock ? 'outside' : `\`${policy?.metadata?.name?.replace('allow-', '')}\``;
  };
  const cell = (peers: readonly (readonly Peer[] | undefined)[]) =>
    [...new Set(peers.flatMap((some) => some?.map(nameOf) ?? ['anybody']))].join(', ') || '–';
  return policies
    .filter(({ spec }) => spec?.podSelector?.matchLabels !== undefined)
    .map(({ metadata, spec }) => {
      const [to, from] = [spec?.egress?.map((rule) => rule.to), spec?.ingress?.map((r) => r.from)];
      const name = metadata?.name?.replace('allow-', '');
      return `| \`${name}\` | ${cell(to ?? [])} | ${cell(from ?? [])} |\n`;
    })
    .join('');
}

/** The credentials of the profile, with the workloads whose containers read them. */
function credentialRows(): string {
  return credentialsOf(siteOf(profile))
    .map((credential) => {
      const { key, secret, rotation } = credential;
      const readers = cluster.objects.flatMap(({ manifest: { kind, metadata, spec } }) => {
        const pod = valueAt(spec, 'template', 'spec') ?? {};
        const isRead = secretKeysOf(pod).some(
          (read) => read.name === secret.name && [undefined, key].includes(read.key),
        );
        return isRead && kind !== 'Job' ? [metadata.name] : [];
      });
      const how =
        rotation === undefined || rotation.by === 'never'
          ? `never: ${whyNever(credential)} | – | – |`
          : `${rotation.by === 'bootstrap' ? 'by the bootstrap' : 'with a restart'} | ${list(readers) || '–'} | ${rotation.effect} |`;
      return `| \`${key}\` | ${rotation?.about} | ${how}\n`;
    })
    .join('');
}

function workloadOf({ manifest, release }: ClusterObject): Workload | undefined {
  const { kind, spec, metadata } = manifest;
  const pod = valueAt(spec, 'template', 'spec');
  if (release === undefined || pod === undefined) return undefined;
  const containers = [...listAt(pod, 'initContainers'), ...listAt(pod, 'containers')];
  return {
    id: `${kind} ${metadata.name}`,
    name: metadata.name,
    release,
    labels: valueAt(spec, 'template', 'metadata', 'labels'),
    containers: containers.map((container) => stringAt(container, 'name') ?? ''),
  };
}

function rowOf({ id, name, release, containers }: Workload, { edges, objects }: Cluster): string {
  const [kind = ''] = id.split(' ');
  const of = (what: Edge['kind']) =>
    list(
      edges
        .filter((edge) => edge.kind === what && edge.from === `${kind} msp/${name}`)
        .map(({ to }) => nameIn(to)),
    );
  const services = edges
    .filter((edge) => edge.kind === 'selects' && edge.to === `${kind} msp/${name}`)
    .map(({ from }) => `${nameIn(from)}:${portOf(nameIn(from), objects)}`);
  const shown = id.replace(/-[0-9a-f]{10}$/, '-…');
  return `| ${shown} | ${release} | ${containers.join(', ')} | ${list(services)} | ${of('claim')} | ${of('secret')} |\n`;
}

function portOf(service: string, objects: Cluster['objects']): unknown {
  const found = objects.find(
    ({ manifest }) => manifest.kind === 'Service' && manifest.metadata.name === service,
  );
  return valueAt(listAt(found?.manifest.spec, 'ports')[0], 'port');
}

function nameIn(id: string): string {
  return id.replace(/^.*\//, '');
}

function list(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `\`${name}\``).join(', ');
}
