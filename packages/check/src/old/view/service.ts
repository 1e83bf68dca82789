export { type Service, selects, targetPort } from '@helm-charts/kubernetes';
