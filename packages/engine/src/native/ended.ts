import type { End } from './process.ts';

/** Says how a program ended, in words: `exit code 2, fatal error: stack overflow`. */
export const howEnded = ({ reason, said }: Pick<End, 'reason' | 'said'>): string => {
  const cause = /^(?:fatal error|panic|runtime): .+$/m.exec(said)?.[0];
  const how =
    typeof reason === 'number'
      ? `exit code ${reason}`
      : (reasons.get(reason) ?? `killed by ${reason}`);
  return cause === undefined ? how : `${how}, ${cause}`;
};

/** Says why a program is not the engine. */
export const whyBroken = (end: Pick<End, 'reason' | 'said'>): string =>
  reasons.get(end.reason) ??
  `it is damaged or for another platform, since it ends at once (${howEnded(end)})`;

const reasons: ReadonlyMap<End['reason'], string> = new Map([
  ['EACCES', 'it is not executable'],
  ['EPERM', 'this user may not run it'],
  ['ENOENT', 'it does not exist'],
  ['ENOEXEC', 'it is damaged or for another platform'],
  ['EMFILE', 'too many files are open at once'],
  ['ENOMEM', 'there is no memory to start it'],
]);
