import { isUnknownText } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { copyAnnotation } from './resource-set/copy.ts';

/**
 * Whether a Secret has a value that everyone with access to the repository can read. A value that SOPS has encrypted, or
 * that contains a variable or a placeholder, is none: what matters in it is added later.
 */
export const isPlainSecret = ({
  kind,
  apiVersion,
  metadata,
  data,
  stringData,
  sops,
}: Manifest): boolean =>
  kind === 'Secret' &&
  apiVersion === 'v1' &&
  sops === undefined &&
  // What it copies is reported at the other Secret.
  metadata?.annotations?.[copyAnnotation] === undefined &&
  // SOPS notes in a file with variables that it has encrypted its values.
  !Object.keys(data ?? {}).some((key) => key.startsWith('sops_')) &&
  [...textsOf(data).map(decoded), ...textsOf(stringData)].some(isPlain);

const textsOf = (values: unknown): readonly string[] =>
  Object.values(values ?? {}).filter((value) => typeof value === 'string');

/** A value that Flux or kustomize has not yet replaced is no base64. */
const decoded = (text: string): string =>
  isPlain(text) ? Buffer.from(text, 'base64').toString() : text;

const isPlain = (text: string): boolean => text.trim() !== '' && !isUnknownText(text);
