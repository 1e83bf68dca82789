import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The stages that kwok applies to the objects of its node: pods become Ready, Jobs complete, PersistentVolumeClaims of the class
 * `local-path` are bound. They come from the folder kustomize/stage in the sources of kwok.
 */
export const readStages = (directory: string): string =>
  globSync(['{node/fast,node/heartbeat,pod/fast,volume/fast}/*.yaml'], { cwd: directory })
    .filter((path) => !/(kustomization|storage-class)\.yaml$/.test(path))
    .sort()
    .map((path) => readFileSync(join(directory, path), 'utf8'))
    .join('---\n')
    .replaceAll("'kwok-volume'", "'local-path'");
