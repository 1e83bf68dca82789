export { type Container, commandOf, listensOn, type Pod } from '@helm-charts/kubernetes';
