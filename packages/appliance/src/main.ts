import { versionText } from './version.ts';

const args = process.argv.slice(2);
if (args.length === 1 && args[0] === '--version') {
  process.stdout.write(versionText());
} else {
  // The version needs none of these modules.
  const { runHere } = await import('./run-here.ts');
  process.exitCode = await runHere(args);
}
