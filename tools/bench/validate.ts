import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { type ManifestDocument, parseManifests } from '@helm-charts/kubernetes';
import { medianOf, turns } from './time.ts';

/**
 * Validates as many manifests as the argument says, with an engine that runs already and caches nothing, and prints the seconds that it
 * takes. The manifests are those that this repository has rendered, as often as it takes, each with a comment of its own.
 */
const wanted = Number(process.argv[2]);
const workspaceRoot = resolve(import.meta.dirname, '../..');
const rendered = join(workspaceRoot, 'dist/render');
const documents = readdirSync(rendered, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .toSorted()
  .flatMap((file) => parseManifests(readFileSync(join(rendered, file), 'utf8'), file).documents);
if (documents.length === 0) throw new Error('dist/render has no manifest; run npm run render');

let copies = 0;
const manifests = (): readonly ManifestDocument[] =>
  Array.from({ length: wanted }, (_, index) => {
    const document = documents[index % documents.length] as ManifestDocument;
    return { ...document, text: `${document.text}\n# ${++copies}\n` };
  });

const engine = openEngine({ workspaceRoot, cache: false });
const validate = async (): Promise<number> => {
  const all = manifests();
  const start = performance.now();
  const [finding] = await engine.validate(all, 'bench');
  if (finding !== undefined) throw new Error(finding.message);
  return (performance.now() - start) / 1000;
};

await validate();
const measured: number[] = [];
for (let turn = 0; turn < turns(); turn += 1) measured.push(await validate());
process.stdout.write(`${JSON.stringify({ seconds: medianOf(measured) })}\n`);
