// What nx.json names.
module.exports = require('./load.cjs')('plugin');
