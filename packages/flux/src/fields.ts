export { isObject, listAt, stringAt, valueAt } from '@helm-charts/kubernetes';
