import { component, names } from '@helm-charts/types';

/** The server, with all services in one pod. */
export const server = component('server');

/** The services of the server, with one pod each. No name collides with the worker of the application. */
export const frontend = component('frontend', names.withSuffix('frontend'));
export const history = component('history', names.withSuffix('history'));
export const matching = component('matching', names.withSuffix('matching'));
export const systemWorker = component('system-worker', names.withSuffix('system-worker'));

/** Jobs that create the schemas and the Temporal namespace. */
export const schema = component('schema');

/** Web UI. */
export const ui = component('ui', names.withSuffix('ui'));
