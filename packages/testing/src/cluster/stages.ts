import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What kwok does with the objects of its node: pods get Ready, Jobs get done, volume claims of the class `local-path` get bound.
 * They are kwok's own stages, from the folder kustomize/stage of its sources.
 */
export const readStages = (directory: string): string =>
  globSync(['{node/fast,node/heartbeat,pod/fast,volume/fast}/*.yaml'], { cwd: directory })
    .filter((path) => !/(kustomization|storage-class)\.yaml$/.test(path))
    .sort()
    .map((path) => readFileSync(join(directory, path), 'utf8'))
    .join('---\n')
    .replaceAll("'kwok-volume'", "'local-path'");
