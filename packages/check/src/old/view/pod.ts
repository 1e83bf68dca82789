export { listensOn, type Pod } from '@helm-charts/kubernetes';
