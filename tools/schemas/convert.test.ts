import { expect, test } from 'vitest';
import { convert } from './convert.ts';
import { customResourceSchema } from './custom-resource.ts';
import { readEnums } from './enums.ts';
import { kubernetesDefinitions } from './kubernetes.ts';
import { printJson } from './print.ts';

const goSource = `func schema_k8sio_api_core_v1_Thing(ref common.ReferenceCallback) common.OpenAPIDefinition {
				Properties: map[string]spec.Schema{
					"policy": {
						SchemaProps: spec.SchemaProps{
							Enum:        []interface{}{"Always", "Never"},
					"modes": {
									SchemaProps: spec.SchemaProps{
										Enum:    []interface{}{"Read", "Write"},
`;

const swagger = {
  definitions: {
    'io.k8s.api.core.v1.Thing': {
      description: 'Prose.',
      type: 'object',
      properties: {
        size: { $ref: '#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity' },
        modes: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
        policy: { type: 'string', description: 'Prose.' },
        kind: { type: 'string' },
        labels: { type: 'object', additionalProperties: { type: 'string', format: 'byte' } },
      },
      required: ['size'],
      'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Thing' }],
    },
    'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'string' },
    'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': { type: 'object' },
    'io.k8s.api.core.v1.Unreached': { type: 'object' },
  },
};

test('a kind becomes closed, its apiVersion and kind are fixed, enums come in, prose goes', () => {
  const { definitions } = kubernetesDefinitions(swagger, readEnums(goSource), { v1: ['Thing'] });
  expect(Object.keys(definitions)).not.toContain('io.k8s.api.core.v1.Unreached');
  expect(printJson(definitions['io.k8s.api.core.v1.Thing'])).toMatchInlineSnapshot(`
    "{
      "type": "object",
      "properties": {
        "kind": { "type": "string", "enum": ["Thing"] },
        "labels": {
          "type": "object",
          "additionalProperties": {
            "type": "string",
            "pattern": "^[A-Za-z0-9+/\\\\r\\\\n]*={0,2}[\\\\r\\\\n]*$"
          }
        },
        "modes": {
          "type": "array",
          "uniqueItems": true,
          "items": { "type": "string", "enum": ["Read", "Write"] }
        },
        "policy": { "type": "string", "enum": ["", "Always", "Never"] },
        "size": { "$ref": "#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity" },
        "apiVersion": { "type": "string", "enum": ["v1"] }
      },
      "required": ["size"],
      "additionalProperties": false
    }
    "
  `);
});

test('a kind that the source lacks is named', () => {
  expect(() => kubernetesDefinitions(swagger, {}, { 'apps/v1': ['Thing'] })).toThrow(
    'Kubernetes has no Thing of apps/v1.',
  );
});

test('a custom resource is closed where nothing says that it is open', () => {
  const crd = {
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.org' },
    spec: {
      group: 'example.org',
      names: { kind: 'Thing' },
      versions: [
        {
          name: 'v1',
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                metadata: { type: 'object' },
                nothing: { type: 'object' },
                values: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
              },
            },
          },
        },
      ],
    },
  };
  expect(printJson(customResourceSchema(crd, 'v1'))).toMatchInlineSnapshot(`
    "{
      "type": "object",
      "properties": {
        "metadata": {
          "$ref": "../kubernetes-1.36/definitions.json#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
        },
        "nothing": { "type": "object", "additionalProperties": false },
        "values": { "type": "object" },
        "apiVersion": { "type": "string", "enum": ["example.org/v1"] },
        "kind": { "type": "string", "enum": ["Thing"] }
      },
      "additionalProperties": false
    }
    "
  `);
  expect(customResourceSchema(crd, 'v2')).toBeUndefined();
});

test('a keyword that nobody thought of is not dropped in silence', () => {
  const dialect = { bareObject: 'open', refer: (ref: string) => ref } as const;
  expect(() => convert({ contains: {} }, dialect)).toThrow('The converter does not know contains.');
});

test('the keywords of a structural schema become those of draft-07', () => {
  const dialect = { bareObject: 'closed', refer: (ref: string) => ref } as const;
  const made = convert(
    {
      type: 'object',
      required: ['port', 'mode'],
      properties: {
        port: {
          'x-kubernetes-int-or-string': true,
          anyOf: [{ type: 'integer' }, { type: 'string' }],
        },
        mode: { type: 'string', enum: ['On'], default: 'On', nullable: true },
        object: { type: 'object', 'x-kubernetes-embedded-resource': true },
      },
      oneOf: [{ required: ['port'] }, { not: { properties: { mode: { enum: ['On'] } } } }],
    },
    dialect,
  );
  expect(made).toEqual({
    type: 'object',
    properties: {
      mode: { type: ['string', 'null'], enum: ['On', null] },
      object: { type: 'object' },
      port: { type: ['integer', 'string'] },
    },
    // The API server sets the default of mode.
    required: ['port'],
    additionalProperties: false,
    oneOf: [{ required: ['port'] }, { not: { properties: { mode: { enum: ['On'] } } } }],
  });
});
