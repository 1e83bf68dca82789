export { objectAt } from '@helm-charts/kubernetes';
