/** Where a program may write that the image starts as somebody without a home. */
export const temporaryHome = { HOME: '/tmp', npm_config_cache: '/tmp/npm' };
