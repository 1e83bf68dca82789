// What nx.json names. The plugin itself is TypeScript, which Node runs as it is since 22.18.
if (!process.features.typescript) {
  throw new Error(
    `nx runs on Node ${process.versions.node} here; start it with "npm run nx -- …", which takes the Node 24 in node_modules`,
  );
}
module.exports = require('./src/plugin.ts');
