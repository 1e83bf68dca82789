import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goError } from '../go/toolchain.ts';
import { go, inFolder, missing } from './fetch.ts';
import { controllerGen } from './sources.ts';

/**
 * The CustomResourceDefinitions that controller-gen makes of the Go types of a module (`path@version`), as a stream of YAML:
 * the controllers publish what it makes, but not in these modules.
 * @throws {Failure} With exit code 3 when the Go command can't run it.
 */
export const definitionsOfTypes = (module: string, generator: string): Promise<string> =>
  inFolder(async (directory) => {
    await writeFile(join(directory, 'go.mod'), 'module schemas\n\ngo 1.26\n');
    const [path] = module.split('@');
    const done = async (args: readonly string[]): Promise<string> => {
      const ended = await go(args, directory);
      if (ended.code !== 0)
        throw missing(module, `controller-gen can't read it: ${goError(ended)}`);
      return ended.stdout;
    };
    const packages = `${path}/...`;
    await done(['get', module]);
    await done(['get', `${packages}@${module.split('@')[1]}`]);
    const program = `${controllerGen}/cmd/controller-gen@${generator}`;
    return done(['run', program, 'crd:maxDescLen=0', `paths=${packages}`, 'output:crd:stdout']);
  });
