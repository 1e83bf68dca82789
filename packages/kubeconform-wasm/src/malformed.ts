import { clip } from './errors.ts';

/** Larger objects can't be stored: the API server reads 3 MiB of a request (k8s.io/apiserver pkg/server/config.go). */
const largest = 3 * 1024 * 1024;

/** What keeps a text from being given to kubeconform as one document, if anything does. */
export const obstacle = (text: string): string | undefined => {
  const size = Buffer.byteLength(text);
  if (size > largest) {
    const mebibytes = (size / 1024 / 1024).toFixed(1);
    return `The document has ${mebibytes} MiB; the Kubernetes API server takes at most 3 MiB.`;
  }
  // kubeconform reads the first document of a text and would say nothing of the others.
  const parts = text.split(/^(?:---|\.\.\.)(?=\s|$)/m).filter((part) => content.test(part));
  if (parts.length > 1) return `The text holds ${parts.length} documents; give them one by one.`;
  return undefined;
};

/** A line that is neither blank, nor a comment, nor a directive of YAML. */
const content = /^[^\S\n]*[^\s#%]/m;

/** kubeconform's words about a document that it can't read, as one sentence. */
export const explain = (message: string): string => {
  const shape = /cannot unmarshal (\w+) into Go value/.exec(message)?.[1];
  if (shape !== undefined) return `The document is not a mapping but of the type ${shape}.`;
  const missing = /missing '(\w+)' key/.exec(message)?.[1];
  if (missing !== undefined) return `The document has no ${missing}, or one that is not a text.`;
  const cause = message
    .replace(/^error (?:unmarshalling resource|while parsing): /, '')
    .replace(/^error converting YAML to JSON: (?:yaml: )?/, '')
    .replace(/^unmarshal errors:\n/, '')
    .split('\n')
    .map((line) => line.trim())
    .join('; ');
  return `The document can't be read: ${clip(cause)}.`;
};
