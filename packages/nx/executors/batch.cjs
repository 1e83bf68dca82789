module.exports = require('../load.cjs')('executors/batch');
