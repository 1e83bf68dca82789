export { commandOf, listensOn, type Pod } from '@helm-charts/kubernetes';
