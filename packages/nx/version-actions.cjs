const { ChartVersionActions } = require('./load.cjs')('version-actions');

// Nx takes the default export of what "versionActions" in nx.json names.
module.exports = { default: ChartVersionActions };
