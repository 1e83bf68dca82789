const { existsSync } = require('node:fs');
const { enableCompileCache, flushCompileCache } = require('node:module');
const { join } = require('node:path');

// To compile the modules takes longer than most of what they do.
enableCompileCache?.();

const isSource = existsSync(join(__dirname, 'src/plugin.ts'));

if (isSource && !process.features.typescript) {
  throw new Error(
    `nx runs on Node ${process.versions.node} here; start it with "npm run nx -- …", which takes the Node 24 in node_modules`,
  );
}
// In this repository the plugin runs from its sources, and so do the packages that it imports.
if (isSource) require(join(__dirname, '../cli/bin/sources.cjs')).runFromSources();

/** A module of this package, by its path without extension: from the sources where they are, else from the build. */
module.exports = (path) => {
  const loaded = require(join(__dirname, isSource ? `src/${path}.ts` : `dist/${path}.js`));
  // Nx may kill the process.
  flushCompileCache?.();
  return loaded;
};
