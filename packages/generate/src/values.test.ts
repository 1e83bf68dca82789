import {
  boolean,
  choice,
  image,
  list,
  map,
  object,
  oneOf,
  optional,
  string,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { defaults, valuesYaml } from './values.ts';

const { schema } = object('Settings.', {
  image: image('The server.', { repository: 'nginx', tag: '1.10' }),
  mode: oneOf('A mode.', ['on', 'off'], { default: 'off' }),
  name: string('A name.\n\nIts second line.', { immutable: true }),
  old: boolean('A flag.', { default: false, deprecated: 'use mode' }),
  labels: map('Labels.', string('A label.'), { default: { 'a.b/c': 'yes' } }),
  names: list('Names.', string('A name.'), { default: ['0755', '1e3'] }),
  big: optional(string('A text.')),
  script: string('A text.', { default: 'a\nb\n' }),
  storage: choice(
    'Storage.',
    { disk: { path: string('A path.', { default: '/' }) }, bucket: { name: string('A name.') } },
    { default: 'disk' },
  ),
});

test('writes each value below its description, and comments out absent values', () => {
  expect(valuesYaml(schema, 'A header.')).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=values.overlay.schema.json
    # A header.

    # The server.
    image:
      # Registry and name of the image, without a tag.
      repository: "nginx"
      # Tag of the image. Ignored by the container runtime where a digest is set.
      tag: "1.10"
      # Digest of the image, for example \`sha256:…\`. Set it to pin the exact content.
      # digest:

    # A mode.
    # One of: on, off.
    mode: "off"

    # A name.
    #
    # Its second line.
    # Cannot be changed after the installation.
    # Must be given.
    # name:

    # A flag.
    # Deprecated: use mode
    old: false

    # Labels.
    labels:
      a.b/c: "yes"

    # Names.
    names:
      - "0755"
      - "1e3"

    # A text.
    # big:

    # A text.
    script: "a\\nb\\n"

    # Storage.
    storage:
      # Which of the settings below is used.
      # One of: disk, bucket.
      type: "disk"
      # Used where type is disk.
      disk:
        # A path.
        path: "/"
      # Used where type is bucket.
      bucket: {
        # A name.
        # name: ,
        }
    "
  `);
});

test('YAML 1.1 reads the defaults', () => {
  expect(parse(valuesYaml(schema, 'A header.'), { version: '1.1' })).toEqual(defaults(schema));
  expect(defaults(schema)).toMatchObject({
    image: { tag: '1.10' },
    mode: 'off',
    labels: { 'a.b/c': 'yes' },
    names: ['0755', '1e3'],
    storage: { type: 'disk', disk: { path: '/' }, bucket: {} },
  });
});

test('a map with only absent members stays valid YAML if a member is uncommented', () => {
  const prices = object('Prices.', {
    monthly: optional(string('By the month.')),
    yearly: optional(string('By the year.')),
  });
  const text = valuesYaml(object('Settings.', { prices }).schema, 'A header.');
  expect(text).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=values.overlay.schema.json
    # A header.

    # Prices.
    prices: {
      # By the month.
      # monthly: ,
      # By the year.
      # yearly: ,
      }
    "
  `);
  expect(parse(text)).toEqual({ prices: {} });
  const one = text.replace('# yearly: ,', 'yearly: "10",');
  expect(parse(one)).toEqual({ prices: { yearly: '10' } });
  expect(parse(text.replace('# monthly: ,', 'monthly: ,'))).toEqual({ prices: { monthly: null } });
});
