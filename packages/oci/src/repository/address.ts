import type { Checked } from '@helm-charts/types';

/** Reads the URL of a Helm repository. */
export const parseRepositoryUrl = (text: string): Checked<URL> => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    return refuse(text, 'it is no URL of a Helm repository', 'write one that begins with https://');
  if (url.username !== '' || url.password !== '')
    return refuse(
      `${url.protocol}//…@${url.host}`,
      'the URL contains credentials, which other users of this machine could read',
      'remove them',
    );
  // What an index names is relative to the folder of the index.
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return { value: url, findings: [] };
};

const refuse = (input: string, message: string, fix: string): Checked<never> => ({
  findings: [{ rule: 'reference', severity: 'error', input, message, fix }],
});
