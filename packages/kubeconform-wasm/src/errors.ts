import type { ValidationError } from './validation-result.ts';

/**
 * Takes the text of kubeconform's error apart: a head, then ` - at '<pointer>': <message>` for each place
 * (santhosh-tekuri/jsonschema v6 output.go, whose line ends kubeconform turns into spaces).
 *
 * Each error is given once, sorted by place; those that only introduce others are left out, and properties that aren't
 * allowed are told one by one, since kubeconform has them in a random order.
 */
export const validationErrors = (text: string): readonly ValidationError[] => {
  const starts = [...text.matchAll(/ - at '((?:[^'\\]|\\.)*)': /g)];
  const errors = starts.flatMap(({ 0: start, 1: path = '', index }, place) =>
    messages(text.slice(index + start.length, starts[place + 1]?.index).trimEnd()).map(
      (message) => ({ path: unquote(path), message: clip(withoutSecret(path, message)) }),
    ),
  );
  const distinct = new Map(errors.map((error) => [`${error.path} ${error.message}`, error]));
  const sorted = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, error]) => error);
  return sorted.length > 0 ? sorted : [{ path: '', message: text }];
};

const messages = (message: string): readonly string[] => {
  if (message === 'validation failed') return [];
  const [, names] = /^additional properties (.*) not allowed$/.exec(message) ?? [];
  const quoted = names?.match(/'(?:[^'\\]|\\.)*'/g) ?? [];
  if (quoted.length === 0) return [message];
  return quoted.map((name) => `additional property ${name} not allowed`);
};

/** A message quotes the value that a pattern refuses; below `data` that may be a password. */
const withoutSecret = (path: string, message: string): string =>
  path.startsWith('/data/') ? message.replace(/^'.*' does not match/s, 'does not match') : message;

/** A text that quotes something long, cut to a readable length. */
export const clip = (text: string): string => (text.length > 400 ? `${text.slice(0, 400)}…` : text);

/** Undoes the quoting of the pointer, which is that of Go's %q in single quotes. */
const unquote = (quoted: string): string => {
  try {
    return JSON.parse(`"${quoted.replaceAll("\\'", "'").replaceAll('"', '\\"')}"`);
  } catch {
    return quoted;
  }
};
