/** What a server asks for with 401 (RFC 9110, WWW-Authenticate). */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Reads the challenges in the values of WWW-Authenticate. A word that no `=` follows begins the next challenge. */
export const parseChallenges = (headers: readonly string[]): readonly Challenge[] => {
  const challenges: Challenge[] = [];
  for (const [, word = '', isParameter, quoted, bare = ''] of headers
    .join(', ')
    .matchAll(pattern)) {
    const last = challenges.at(-1);
    if (isParameter === undefined) challenges.push({ scheme: word.toLowerCase(), parameters: {} });
    else if (last !== undefined) {
      const value = quoted?.replaceAll(/\\(.)/g, '$1') ?? bare;
      const parameters = { ...last.parameters, [word.toLowerCase()]: value };
      challenges.splice(-1, 1, { scheme: last.scheme, parameters });
    }
  }
  return challenges;
};

const pattern = /([A-Za-z][\w.-]*)(\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/g;
