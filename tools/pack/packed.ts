import {
  type Platform,
  platforms,
  thisPlatform,
} from '../../packages/engine/src/native/platform.ts';

/**
 * The platforms that the pack makes packages for: all, or those that PACK_PLATFORMS names (`linux-x64,linux-arm64`),
 * since each takes a minute where nothing of it is in Go's cache. That of this machine is always among them.
 */
export const packedPlatforms = (): readonly Platform[] => {
  const names = process.env.PACK_PLATFORMS?.split(',');
  return platforms.filter((platform) => {
    const name = `${platform.os}-${platform.cpu}`;
    const own = `${thisPlatform.os}-${thisPlatform.cpu}`;
    return names === undefined || names.includes(name) || name === own;
  });
};
