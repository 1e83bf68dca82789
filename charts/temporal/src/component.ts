import { component, names } from '@helm-charts/types';

/** The server in one pod. */
export const server = component('server');

/** The services of the server in a pod each. None has the name of the worker of the application. */
export const frontend = component('frontend', names.withSuffix('frontend'));
export const history = component('history', names.withSuffix('history'));
export const matching = component('matching', names.withSuffix('matching'));
export const systemWorker = component('system-worker', names.withSuffix('system-worker'));

/** What sets up the databases and the namespace. */
export const schema = component('schema');

/** The pages. */
export const ui = component('ui', names.withSuffix('ui'));
