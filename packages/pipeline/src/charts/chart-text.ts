import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The text of the Chart.yaml of a chart; empty if there is none. A tree may have hundreds of charts, and Node takes several times
 * longer to read a small file with a promise.
 */
export const chartText = (directory: string): string => {
  try {
    return readFileSync(join(directory, 'Chart.yaml'), 'utf8');
  } catch {
    return '';
  }
};
