import { component, names } from '@helm-charts/types';

/** The server in one pod. */
export const server = component('server');

/** The services of the server in a pod each. None has the name of the worker of the application. */
export const frontend = component('frontend', names.of('frontend'));
export const history = component('history', names.of('history'));
export const matching = component('matching', names.of('matching'));
export const systemWorker = component('system-worker', names.of('system-worker'));

/** What sets up the databases and the namespace. */
export const schema = component('schema');

/** The pages. */
export const ui = component('ui', names.of('ui'));
