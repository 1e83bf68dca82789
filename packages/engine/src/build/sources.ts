import { join } from 'node:path';
import { filesBelow, workspace } from '../../../../tools/go/files.ts';
import { programOf, thisPlatform } from '../native/platform.ts';

const project = join(workspace, 'packages/engine');

/** The folder of the Go module. */
export const goDirectory: string = join(project, 'go');
/** The folder of the program of this machine. */
export const programDirectory: string = join(project, 'dist/native');
/** The path of the program of this machine, built or not. */
export const nativePath: string = join(programDirectory, programOf(thisPlatform));
/** A file that is there if the last build found no Go, and pip could not install it. */
export const absentPath: string = join(programDirectory, 'absent');
/** The folder with the schemas as the Go code embeds them: made by this build, and not committed. */
export const embeddedSchemas: string = join(goDirectory, 'validation/schemas');

/** The files that a program is compiled from, as paths from the folder of the Go module: Go code and what it embeds. */
export const goFiles = async (): Promise<readonly string[]> =>
  (await filesBelow(goDirectory)).filter(
    (file) =>
      !file.endsWith('_test.go') &&
      // Another Go module, with a program of its own.
      !file.startsWith('apiserver/') &&
      !file.split('/').includes('testdata') &&
      !join(goDirectory, file).startsWith(join(embeddedSchemas, '/')),
  );
