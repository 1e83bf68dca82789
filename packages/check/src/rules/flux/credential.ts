import { type FieldPath, oncePerText } from '@helm-charts/kubernetes';
import { groupBy } from '@helm-charts/types';

/** A text that looks like a credential. */
export interface Credential {
  readonly path: FieldPath;
  readonly text: string;
}

/**
 * Finds texts in a value that look like a credential: a key with a known prefix, or random letters and
 * digits.
 */
export const credentialsIn = (value: unknown): readonly Credential[] => {
  const found: Credential[] = [];
  // Few texts are credentials, so a path is copied only for those.
  const path: (string | number)[] = [];
  const walk = (node: unknown): void => {
    if (typeof node === 'string') {
      if (isCredential(node)) found.push({ path: [...path], text: node });
    } else if (typeof node === 'object' && node !== null) {
      const isList = Array.isArray(node);
      for (const [key, child] of Object.entries(node)) {
        path.push(isList ? Number(key) : key);
        walk(child);
        path.pop();
      }
    }
  };
  walk(value);
  return found;
};

export const message =
  'the text looks like a key or a password, which everyone with access to the repository can read';

export const fix = 'remove it, rotate the credential, and read it from a Secret';

const isCredential = (text: string): boolean => text.length >= 20 && hasCredential(text);

const hasCredential = oncePerText(
  (text): boolean =>
    known.test(text) ||
    (text.length >= 24 && [...text.matchAll(/[\w+/=-]{24,}/g)].some(([word]) => isRandom(word))),
);

/** Keys with a known format: PEM, AWS, GitHub, GitLab, Slack, Google, Stripe, and JSON Web Tokens. */
const known =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\b(AKIA[A-Z0-9]{16}|gh[pousr]_\w{36}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10}|AIza[\w-]{35}|sk_live_\w{20}|eyJ[\w-]{10,}\.eyJ[\w-]{10,})/;

/** Mixed upper-case letters, lower-case letters and digits: not words, a path or a hexadecimal hash. */
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
