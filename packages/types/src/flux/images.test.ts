import { expect, test } from 'vitest';
import { imagePlaces, imageText, placeholderTag, unchosenImages } from './images.ts';

const images = {
  web: { repository: 'example/web', tag: '1.2' },
  db: { repository: 'example/db', tag: '17' },
};

test('finds the images of a profile in values, at any depth', () => {
  const values = { image: images.web, store: { inChart: { image: { ...images.db } } }, size: 3 };
  expect(imagePlaces(values, images)).toEqual([
    { image: 'web', path: ['image'] },
    { image: 'db', path: ['store', 'inChart', 'image'] },
  ]);
});

test('another tag is another image', () => {
  expect(imagePlaces({ image: { ...images.web, tag: '1.3' } }, images)).toEqual([]);
  expect(imagePlaces(undefined, images)).toEqual([]);
});

test('prints an image as a container names it', () => {
  expect(imageText(images.web)).toBe('example/web:1.2');
  expect(imageText({ ...images.web, digest: 'sha256:ab' })).toBe('example/web:1.2@sha256:ab');
});

test('an image with the placeholder is not chosen, unless it has a digest', () => {
  const open = { repository: 'example/open', tag: placeholderTag };
  expect(unchosenImages({ ...images, open })).toEqual(['open']);
  expect(unchosenImages({ ...images, open: { ...open, digest: 'sha256:ab' } })).toEqual([]);
});
