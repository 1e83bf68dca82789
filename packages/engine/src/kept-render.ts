import type { ManifestDocument } from '@helm-charts/kubernetes';
import type { Checked } from '@helm-charts/types';
import type { RenderedRelease } from './engine.ts';

/** A rendered release as the cache has it: its text once, and of most documents only where they begin and end in it. */
export interface KeptRender extends Omit<Checked<RenderedRelease>, 'value'> {
  readonly value?: Omit<RenderedRelease, 'documents'> & {
    readonly documents: readonly KeptDocument[];
  };
}

interface KeptDocument extends Omit<ManifestDocument, 'text'> {
  readonly text: string | readonly [start: number, end: number];
}

/** The cached form of a rendered release. */
export const keptRender = ({ value, findings }: Checked<RenderedRelease>): KeptRender => {
  if (value === undefined) return { findings };
  let last = 0;
  const documents = value.documents.map(({ text, ...one }): KeptDocument => {
    const content = text.slice(0, -1);
    const start = value.text.indexOf(content, last);
    if (start < 0 || `${content}\n` !== text) return { ...one, text };
    last = start + content.length;
    return { ...one, text: [start, last] };
  });
  return { value: { ...value, documents }, findings };
};

/** The rendered release of its cached form. */
export const renderOf = ({ value, findings }: KeptRender): Checked<RenderedRelease> => {
  if (value === undefined) return { findings };
  const documents = value.documents.map(({ text, ...one }): ManifestDocument => {
    if (typeof text === 'string') return { ...one, text };
    return { ...one, text: `${value.text.slice(...text)}\n` };
  });
  return { value: { ...value, documents }, findings };
};
