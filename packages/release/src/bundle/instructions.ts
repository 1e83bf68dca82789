import type { ReleaseLock } from '../lock/lock.ts';
import { imagesLockName, imagesName } from './images-lock.ts';

export const instructionsName = 'LOAD.md';

interface Packed {
  readonly lock: ReleaseLock;
  readonly file: string;
  readonly hasImages: boolean;
}

/** What somebody must know who finds the bundle on a disk. */
export const instructions = ({ lock, file, hasImages }: Packed): string => {
  const list = [...lock.profiles, ...lock.charts].map(
    ({ name, version }) => `- ${name} ${version}\n`,
  );
  return `# ${lock.profiles.map(({ name, version }) => `${name} ${version}`).join(', ')}

This archive is an OCI image layout. It contains:

${list.join('')}
Check it, and copy it into the registry of the site. Both commands may be run again at any time:

\`\`\`sh
npx helm-charts bundle verify ${file}
npx helm-charts bundle load ${file} --registry oci://registry.example.com/site
\`\`\`

${hasImages ? withImages : withoutImages}
Then install the profile from that registry.
`;
};

const withImages = `The container images are part of the archive; \`${imagesLockName}\` has their digests. \`bundle load\` copies each to its path in the
registry, for instance \`docker.io/library/redis\` to \`site/library/redis\`. Point the nodes there, in the machine configuration of Talos:

\`\`\`yaml
machine:
  registries:
    mirrors:
      '*':
        endpoints: [https://registry.example.com/v2/site]
        overridePath: true
\`\`\`
`;

const withoutImages = `The container images are not part of the archive. \`${imagesName}\` lists them for the image cache of Talos; add those
of Talos and of Flux:

\`\`\`sh
talosctl images cache-create --images=- --image-cache-path=./image-cache.oci < ${imagesName}
\`\`\`
`;
