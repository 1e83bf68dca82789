#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { registerHooks } = require('node:module');
const { join } = require('node:path');

if (!existsSync(join(__dirname, '../src/main.ts'))) {
  void import('../dist/main.js');
} else if (process.features.typescript) {
  // In this repository the program runs from its sources, and so do the packages that it imports.
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, {
        ...context,
        conditions: [...context.conditions, '@helm-charts/source'],
      }),
  });
  void import('../src/main.ts');
} else {
  process.stderr.write(
    `alga-appliance runs on Node 22.18 or later in this repository, this is ${process.versions.node}; start it with "npx alga-appliance", which takes the Node 24 in node_modules\n`,
  );
  process.exitCode = 3;
}
