export {
  namespaceOf,
  numberAt,
  objectAt,
  objectsAt,
} from '@helm-charts/kubernetes';
export { enumerate } from '../../enumerate.ts';
