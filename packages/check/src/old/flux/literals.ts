import { fieldPath, groupBy, type Json, type Manifest } from '@helm-charts/types';
import { fluxProblem, fluxProblemIf, problem } from '../problem.ts';
import type { Rule } from '../rule.ts';

/** What must not be in Git. */
export const literalRules: readonly Rule[] = [
  {
    id: 'F13',
    scope: 'profile',
    summary:
      'Neither a Secret nor anything that looks like one is in the profile, its values or its charts.',
    source: 'gitleaks/gitleaks config/gitleaks.toml',
    check: ({ applied, cluster: { releases }, objects }) => [
      ...applied.flatMap((manifest) =>
        fluxProblemIf(
          manifest.kind === 'Secret',
          manifest,
          '',
          'a Secret in Git is none; let the bootstrap make it once',
        ),
      ),
      ...releases.flatMap(({ helmRelease, values }) =>
        literalsIn(values).map((path) => fluxProblem(helmRelease, `values ${path}`, sentence)),
      ),
      ...objects
        .filter(({ manifest }) => manifest.kind !== 'Secret')
        .flatMap((object) =>
          literalsIn(object.manifest).map((path) => problem(object, path, sentence)),
        ),
    ],
  },
];

const sentence =
  'it looks like a key or a password; take it out of Git, change it, and read it from a Secret';

/** The paths of texts that hold something like a credential. */
const literalsIn = (value: Manifest | Json): readonly string[] => {
  const found: string[] = [];
  const walk = (node: unknown, path: readonly string[]): void => {
    if (typeof node === 'string') {
      if (isCredential(node)) found.push(fieldPath(path));
    } else if (typeof node === 'object' && node !== null) {
      for (const [key, child] of Object.entries(node)) walk(child, [...path, key]);
    }
  };
  walk(value, []);
  return found;
};

const isCredential = (text: string): boolean =>
  text.length >= 20 &&
  (known.test(text) ||
    (text.length >= 24 && [...text.matchAll(/[\w+/=-]{24,}/g)].some(([word]) => isRandom(word))));

/** Keys that say what they are: of PEM, AWS, GitHub, GitLab, Slack, Google, Stripe, and JSON Web Tokens. */
const known =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\b(AKIA[A-Z0-9]{16}|gh[pousr]_\w{36}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10}|AIza[\w-]{35}|sk_live_\w{20}|eyJ[\w-]{10,}\.eyJ[\w-]{10,})/;

/** Letters of both cases and digits, all mixed: neither a name in words, nor a path, nor a hash in hexadecimal digits. */
const isRandom = (word: string): boolean => {
  if (!/[a-z]/.test(word) || !/[A-Z]/.test(word) || !/\d/.test(word) || word.includes('/')) {
    return false;
  }
  const counts = groupBy(word, (letter) => letter).values();
  const entropy = [...counts].reduce((sum, { length }) => {
    const share = length / word.length;
    return sum - share * Math.log2(share);
  }, 0);
  const turns = word.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  return entropy > 4 && turns >= word.length / 5;
};
