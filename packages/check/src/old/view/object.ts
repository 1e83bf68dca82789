export {
  numberAt,
  objectAt,
  objectsAt,
  stringsAt,
} from '@helm-charts/kubernetes';
export { enumerate } from '../../enumerate.ts';
