#!/usr/bin/env node
// The program itself is TypeScript, which Node runs as it is since 22.18.
if (process.features.typescript) {
  void import('../src/main.ts');
} else {
  process.stderr.write(
    `alga-appliance runs on Node 22.18 or later, this is ${process.versions.node}; start it with "npx alga-appliance", which takes the Node 24 in node_modules\n`,
  );
  process.exitCode = 3;
}
