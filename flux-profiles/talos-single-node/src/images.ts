import { images as all } from '@helm-charts/alga';

const { hocuspocus: _documents, 'temporal-ui': _ui, ...used } = all;

/** The images that the profile runs. Hocuspocus and the web UI of Temporal are not part of it. */
export const images: typeof used = used;
