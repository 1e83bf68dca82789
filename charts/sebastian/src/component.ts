import { component, named, names } from '@helm-charts/types';

/** Components of the application. Other charts depend on some of these names. */
export const server = component('main');
export const bootstrap = component('bootstrap');
export const postgres = component('db', 'db');
export const redis = component('redis', 'redis');
export const tls = named(component('tls'), names.withSuffix('tls'));
export const hocuspocus = component('hocuspocus', 'hocuspocus');
export const backup = component('backup');
