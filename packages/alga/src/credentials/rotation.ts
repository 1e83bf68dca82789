/**
 * Key of a Secret whose passwords are being rotated: the ID of the rotation. The bootstrap reports it, so that the appliance knows which passwords the
 * database has.
 */
export const rotationKey = 'ROTATION';

/** Key with the value before a rotation. It exists until the database has the new value. */
export const previousKey = (key: string): string => `${key}_PREVIOUS`;
