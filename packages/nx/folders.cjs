// The thread that reads the configuration.
require('./load.cjs')('load-folders');
