import { parseReference, type Reference } from '@helm-charts/oci';
import type { Checked } from '@helm-charts/types';

/** The complete name of a container image, as a container runtime reads it: `redis:7.4` is `docker.io/library/redis:7.4`. */
export const completeName = (image: string): string => {
  const [first = '', ...rest] = image.split('/');
  if (rest.length === 0) return `docker.io/library/${image}`;
  return isHost(first) ? image : `docker.io/${image}`;
};

/** Whether the name of a part is that of a container image: only those begin with a host. */
export const isImageName = (name: string): boolean => {
  const [first = '', ...rest] = name.split('/');
  return rest.length > 0 && isHost(first);
};

const isHost = (text: string): boolean => /[.:]/.test(text) || text === 'localhost';

/** Where an image is, by its complete name. */
export const imageReference = (name: string): Checked<Reference> => parseReference(`oci://${name}`);

/** The path of an image without its host, under which a mirror of a container runtime has it. */
export const mirrorPath = (name: string): string => name.slice(name.indexOf('/') + 1);
