export { selects } from '@helm-charts/kubernetes';
