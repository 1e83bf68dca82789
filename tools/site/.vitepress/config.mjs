import { readFileSync } from 'node:fs';

const sidebar = JSON.parse(readFileSync(new URL('../dist/sidebar.json', import.meta.url), 'utf8'));

/** Templates of Helm have braces, which Vue would evaluate outside of code. */
const escapeBraces = (markdown) => {
  const { rules } = markdown.renderer;
  for (const name of ['text', 'code_inline']) {
    const print = rules[name];
    rules[name] = (...args) =>
      print(...args)
        .replaceAll('{{', '&#123;&#123;')
        .replaceAll('}}', '&#125;&#125;');
  }
};

export default {
  title: 'helm-charts',
  description: 'Helm charts and Flux profiles written in TypeScript.',
  // Findings are long lines, and are read whole.
  head: [['style', {}, '.vp-doc .language-text code { white-space: pre-wrap }']],
  srcDir: 'dist/source',
  outDir: '../../dist/site',
  cacheDir: '.cache',
  cleanUrls: true,
  // Otherwise every page contains the sidebars and the names of all pages.
  metaChunk: true,
  markdown: { html: false, config: escapeBraces },
  themeConfig: {
    nav: [
      { text: 'Tutorial', link: '/docs/tutorial' },
      { text: 'Language', link: '/docs/language' },
      { text: 'Rules', link: '/docs/rules' },
      { text: 'API', link: '/api/' },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
  },
};
