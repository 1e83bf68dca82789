import { writeFileSync } from 'node:fs';
import { download } from './download.ts';
import { exitCodes, S3Failure } from './failure.ts';
import { say } from './log.ts';
import { upload } from './upload.ts';

/** Copies backups to a bucket (`upload`) or from it (`download`). */
const commands = { upload, download };

const end = (code: number, message: string): never => {
  for (const line of message.split('\n')) process.stderr.write(`s3: ${line}\n`);
  process.exit(code);
};

const main = async (name = ''): Promise<void> => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => end(exitCodes.terminated, `ended by ${signal}; nothing half is kept`));
  }
  // Postgres, and the group of the volume, read and delete the files, too.
  process.umask(0o007);
  const command = Object.entries(commands).find(([known]) => known === name)?.[1];
  if (command === undefined) throw new S3Failure('usage', `${name} is neither upload nor download`);
  const sentence = await command(process.env);
  say(sentence);
  leave(sentence);
};

/** So `alga-appliance backup` can say it, too. Only a container has this file; elsewhere none is made. */
const leave = (sentence: string): void => {
  try {
    writeFileSync('/dev/termination-log', sentence, { flag: 'r+' });
  } catch {}
};

main(process.argv[2]).then(
  () => process.exit(0),
  (error: Error) => end(error instanceof S3Failure ? error.code : exitCodes.refused, error.message),
);
