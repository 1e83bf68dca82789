import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { expect, test } from 'vitest';
import { bomOf, type Contents } from './bom.ts';
import { imageName } from './image-name.ts';

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const contents: Contents = {
  kind: 'chart',
  name: 'web',
  version: '1.0.0',
  description: 'The web.',
  digest,
  layer: `sha256:${'f'.repeat(64)}`,
  charts: [
    { name: 'redis', version: '7.0.1', repository: 'https://charts.example.com/stable' },
    { name: 'library', version: '1.0.0' },
  ],
  images: [
    'redis:7.4.1',
    'registry.example.com:5000/team/web:1.0.0',
    `docker.io/library/busybox:1.37@${digest}`,
    'redis:7.4.1',
  ],
};
const repository = { host: 'registry.example.com', repository: 'site/charts/web' };

test('a BOM is one of CycloneDX 1.6, the same each time', async () => {
  const bom = bomOf(contents, repository);
  expect(await validator.validate(JSON.stringify(bom))).toBeNull();
  expect(bomOf(contents, repository)).toEqual(bom);
  expect(bom).toMatchInlineSnapshot(`
    {
      "bomFormat": "CycloneDX",
      "components": [
        {
          "bom-ref": "pkg:helm/library@1.0.0",
          "name": "library",
          "purl": "pkg:helm/library@1.0.0",
          "type": "application",
          "version": "1.0.0",
        },
        {
          "bom-ref": "pkg:helm/redis@7.0.1?repository_url=https%3A%2F%2Fcharts.example.com%2Fstable",
          "name": "redis",
          "purl": "pkg:helm/redis@7.0.1?repository_url=https%3A%2F%2Fcharts.example.com%2Fstable",
          "type": "application",
          "version": "7.0.1",
        },
        {
          "bom-ref": "pkg:oci/busybox@sha256%3A0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?repository_url=docker.io/library/busybox&tag=1.37",
          "name": "docker.io/library/busybox",
          "purl": "pkg:oci/busybox@sha256%3A0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?repository_url=docker.io/library/busybox&tag=1.37",
          "type": "container",
          "version": "1.37",
        },
        {
          "bom-ref": "pkg:oci/redis?repository_url=docker.io/library/redis&tag=7.4.1",
          "name": "docker.io/library/redis",
          "purl": "pkg:oci/redis?repository_url=docker.io/library/redis&tag=7.4.1",
          "type": "container",
          "version": "7.4.1",
        },
        {
          "bom-ref": "pkg:oci/web?repository_url=registry.example.com:5000/team/web&tag=1.0.0",
          "name": "registry.example.com:5000/team/web",
          "purl": "pkg:oci/web?repository_url=registry.example.com:5000/team/web&tag=1.0.0",
          "type": "container",
          "version": "1.0.0",
        },
      ],
      "dependencies": [
        {
          "dependsOn": [
            "pkg:helm/library@1.0.0",
            "pkg:helm/redis@7.0.1?repository_url=https%3A%2F%2Fcharts.example.com%2Fstable",
            "pkg:oci/busybox@sha256%3A0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?repository_url=docker.io/library/busybox&tag=1.37",
            "pkg:oci/redis?repository_url=docker.io/library/redis&tag=7.4.1",
            "pkg:oci/web?repository_url=registry.example.com:5000/team/web&tag=1.0.0",
          ],
          "ref": "pkg:oci/web@sha256%3A0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?repository_url=registry.example.com/site/charts/web&tag=1.0.0",
        },
        {
          "ref": "pkg:helm/library@1.0.0",
        },
        {
          "ref": "pkg:helm/redis@7.0.1?repository_url=https%3A%2F%2Fcharts.example.com%2Fstable",
        },
        {
          "ref": "pkg:oci/busybox@sha256%3A0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?repository_url=docker.io/library/busybox&tag=1.37",
        },
        {
          "ref": "pkg:oci/redis?repository_url=docker.io/library/redis&tag=7.4.1",
        },
        {
          "ref": "pkg:oci/web?repository_url=registry.example.com:5000/team/web&tag=1.0.0",
        },
      ],
      "metadata": {
        "component": {
          "bom-ref": "pkg:oci/web@sha256%3A0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?repository_url=registry.example.com/site/charts/web&tag=1.0.0",
          "description": "The web.",
          "hashes": [
            {
              "alg": "SHA-256",
              "content": "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            },
          ],
          "name": "web",
          "purl": "pkg:oci/web@sha256%3A0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?repository_url=registry.example.com/site/charts/web&tag=1.0.0",
          "type": "application",
          "version": "1.0.0",
        },
      },
      "serialNumber": "urn:uuid:01234567-89ab-8def-8123-456789abcdef",
      "specVersion": "1.6",
      "version": 1,
    }
  `);
  // The validation refuses what is no BOM.
  expect(await validator.validate(JSON.stringify({ ...bom, serialNumber: 'none' }))).not.toBeNull();
});

test('another digest is another serial number', () => {
  const other = { ...contents, digest: digest.replace('0', '1') };
  const serial = (bom: { readonly serialNumber?: string }) => bom.serialNumber;
  expect(serial(bomOf(other, repository))).not.toBe(serial(bomOf(contents, repository)));
});

test.for([
  ['redis', { repository: 'docker.io/library/redis' }],
  ['team/web:1', { repository: 'docker.io/team/web', tag: '1' }],
  ['localhost/web', { repository: 'localhost/web' }],
  ['host:5000/web', { repository: 'host:5000/web' }],
  ['host:5000/web:1@sha256:ab', { repository: 'host:5000/web', tag: '1', digest: 'sha256:ab' }],
  [`web:1@sha256:${'0'.repeat(64)}`, { repository: 'docker.io/library/web', tag: '1' }],
] as const)('the image %s', ([text, parts]) => {
  expect(imageName(text)).toEqual(parts);
});
