/** A writable home directory, for programs that run as a user without one. */
export const temporaryHome = { HOME: '/tmp', npm_config_cache: '/tmp/npm' };
