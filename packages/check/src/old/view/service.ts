export { selects, targetPort } from '@helm-charts/kubernetes';
