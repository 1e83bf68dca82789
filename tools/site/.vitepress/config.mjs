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

const style = `
/* Findings and commands are long lines, and are read whole. */
.vp-doc .language-text code, .vp-doc .language-sh code { white-space: pre-wrap }
/* On a narrow screen, the text of a picture would be too small to read. */
.vp-doc p:has(> img) { overflow-x: auto }
.vp-doc p > img { min-width: 560px }
/* A type consists of many pieces of code with links between them. */
.api .vp-doc :not(pre) > code { padding: 0; background: none }
`;

export default {
  title: 'helm-charts',
  description: 'Helm charts and Flux profiles written in TypeScript.',
  head: [['style', {}, style]],
  srcDir: 'dist/source',
  outDir: '../../dist/site',
  cacheDir: '.cache',
  cleanUrls: true,
  // Otherwise every page contains the sidebars and the names of all pages.
  metaChunk: true,
  markdown: {
    html: false,
    config: escapeBraces,
    // In the usual themes, comments have too little contrast.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-default' },
  },
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
