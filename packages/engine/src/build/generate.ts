import { placeSchemas } from './schemas.ts';

await placeSchemas();
