/**
 * Whether a passphrase needs fewer than 10^10 guesses: a dictionary of common passwords with digits, repetitions, sequences and
 * keyboard patterns. With the scrypt cost of an export, more guesses take over 300 years of one processor.
 */
export const isWeak = async (passphrase: string): Promise<boolean> => {
  // Imported here, since the dictionary takes a tenth of a second to load and only a new export needs it.
  const [{ ZxcvbnFactory }, { adjacencyGraphs: graphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new ZxcvbnFactory({ dictionary, graphs }).check(passphrase).guessesLog10 < 10;
};
