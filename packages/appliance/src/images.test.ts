import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadProfile } from '@helm-charts/pipeline';
import { makeFolder, removeFolder } from '@helm-charts/testing/servers';
import { orFail, printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { readImages, siteImages } from './images.ts';
import { siteOf } from './site.ts';
import { workspace } from './testing/workspace.ts';

const images = {
  web: { repository: 'example/web', tag: '1.2' },
  db: { repository: 'example/db', tag: '17' },
};

const read = async (text: string) => {
  const folder = await makeFolder('images');
  const file = join(folder, 'images.yaml');
  await writeFile(file, text);
  const { value, findings } = readImages(file, images);
  await removeFolder(folder);
  return {
    value,
    findings: findings.map((finding) => printFinding(finding).replace(file, 'images.yaml')),
  };
};

test('what the file does not name is as in the profile', async () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  expect(await read(`web: { tag: "1.3", digest: "${digest}" }\n`)).toEqual({
    value: { web: { repository: 'example/web', tag: '1.3', digest }, db: images.db },
    findings: [],
  });
});

test('says everything that is wrong with the file', async () => {
  const text = 'wev: { tag: "1" }\nweb: { tag: latest, size: 3 }\ndb: { tag: 17, digest: "17" }\n';
  expect(await read(text)).toMatchInlineSnapshot(`
    {
      "findings": [
        "error images.yaml: wev: the profile has no such image; use one of: web, db. [images]",
        "error images.yaml: web.tag: the tag latest is another image every day; use the tag of one version. [images]",
        "error images.yaml: web.size: an image has no such key; use one of: repository, tag, digest. [images]",
        "error images.yaml: db.tag: it is not a tag; write the tag in quotes. [images]",
        "error images.yaml: db.digest: it is not a digest; write sha256: and 64 hexadecimal digits. [images]",
      ],
      "value": undefined,
    }
  `);
  expect(await read('- web\n')).toMatchInlineSnapshot(`
    {
      "findings": [
        "error images.yaml: images are one YAML document with a map; write it like "server: { tag: 1a2b3c4d }". [images]",
      ],
      "value": undefined,
    }
  `);
  expect(await read('web: "1.3"\n')).toMatchInlineSnapshot(`
    {
      "findings": [
        "error images.yaml: web: it is no map; give it a tag, a digest, or a repository. [images]",
      ],
      "value": undefined,
    }
  `);
});

test('a ConfigMap has the images of a release where its values have them; a chart of others gets the digest with the tag', async () => {
  const place = { workspace: workspace(), root: 'flux-profiles/site' };
  const site = siteOf(orFail(await loadProfile(place)));
  const [release] = site.releases.filter(({ name }) => name === 'pool');
  const image = { repository: 'mirror/pool', tag: '1.3', digest: 'sha256:ab' };
  const data = (chart: string | undefined) =>
    siteImages(site, { ...release!, chart }, { web: image })?.data;
  expect(data('./charts/pool')).toMatchInlineSnapshot(`
    {
      "values.yaml": "image:
      repository: mirror/pool
      tag: "1.3"
      digest: sha256:ab
    ",
    }
  `);
  expect(data(undefined)).toMatchInlineSnapshot(`
    {
      "values.yaml": "image:
      repository: mirror/pool
      tag: 1.3@sha256:ab
    ",
    }
  `);
});
