import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Graphviz } from '@hpcc-js/wasm-graphviz';

const docs = resolve(import.meta.dirname, '../../docs');

/** The path of the picture in README.md. */
export const pictureFile = resolve(docs, 'data-flow.svg');

/** The background is opaque, so that the picture is readable on a page of either color. The text is smaller than in the layout, so that it fits with wider fonts. */
const style = `<title>From chart.ts and profile.ts to findings</title>
<!-- Made from data-flow.dot by tools/docs/picture.ts -->
<style>
text { fill: #1f2328 } path, polygon { stroke: #59636e }
text { font-size: 11.5px } .edge text { font-size: 10.5px }
.graph > polygon { fill: #ffffff; stroke: none } .edge > polygon { fill: #59636e }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc } path, polygon { stroke: #9198a1 }
  .graph > polygon { fill: #0d1117 } .edge > polygon { fill: #9198a1 }
}
</style>
`;

/** Draws docs/data-flow.dot as SVG with colors for light and dark mode. */
export const drawPicture = async (): Promise<string> => {
  const graphviz = await Graphviz.load();
  const svg = graphviz.dot(readFileSync(resolve(docs, 'data-flow.dot'), 'utf8'));
  return svg.replace(/<svg[^>]*>\n/, (start) => start + style);
};

if (import.meta.main) writeFileSync(pictureFile, await drawPicture());
