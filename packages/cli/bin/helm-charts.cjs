#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

// To compile the modules takes longer than most of what they do.
enableCompileCache?.();

if (!existsSync(join(__dirname, '../src/main.ts'))) {
  void import('../dist/main.js');
} else if (process.features.typescript) {
  // In this repository the program runs from its sources, and so do the packages that it imports.
  const { runFromSources } = require('./sources.cjs');
  runFromSources();
  void import('../src/main.ts');
} else {
  process.stderr.write(
    `helm-charts runs on Node 22.18 or later in this repository, this is ${process.versions.node}; start it with "npx helm-charts", which takes the Node 24 in node_modules\n`,
  );
  process.exitCode = 3;
}
