#!/usr/bin/env node
// The program itself is TypeScript, which Node runs as it is since 22.18.
if (process.features.typescript) {
  // To compile the modules takes longer than most of what they do.
  require('node:module').enableCompileCache(
    require('node:path').join(__dirname, '../../../node_modules/.cache/helm-charts/compiled'),
  );
  void import('../src/main.ts');
} else {
  process.stderr.write(
    `helm-charts runs on Node 22.18 or later, this is ${process.versions.node}; start it with "npx helm-charts", which takes the Node 24 in node_modules\n`,
  );
  process.exitCode = 3;
}
