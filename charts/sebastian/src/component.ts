import { component } from '@helm-charts/types';

/** The parts of the application that run by themselves. Others know some of them by these names. */
export const server = component('main');
export const bootstrap = component('bootstrap');
export const postgres = component('db', 'db');
export const redis = component('redis', 'redis');
export const hocuspocus = component('hocuspocus', 'hocuspocus');
