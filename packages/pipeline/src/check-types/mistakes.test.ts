import { expect, test } from 'vitest';
import { findingsOf } from '../testing/mistake-findings.ts';
import { mistakes } from '../testing/mistakes.ts';

/** Mistakes after which the compiler does not report errors of other files. */
const alone = ['cyclic import', 'syntax error'];

test('reports each mistake of an author with its position and a fix', async () => {
  const names = Object.keys(mistakes).filter((name) => !alone.includes(name));
  expect(await findingsOf(names)).toMatchInlineSnapshot(`
    {
      "CronJob name over 52 characters": [
        "error objects.ts:35:8: CronJob aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: metadata.name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" has 53 characters, and at most 52 are allowed, so the API server refuses the object; write for example web-1. [field-text]",
      ],
      "TypeError in manifests": [
        "error chart.ts:12:67: [][0] is not iterable. [source]",
      ],
      "boolean into a variable": [
        "error objects.ts:15:23: this is a boolean, but Kubernetes requires a text here; make it a text: text\`\${…}\`. [types]",
      ],
      "budget without pods": [
        "error objects.ts:35:11: PodDisruptionBudget web: spec.selector.matchLabels: no pod template of the chart has these labels, so no pod is selected; write the selector of the component whose pods are meant. [selector-without-pods]",
      ],
      "condition whose value the branch reads": [
        "error objects.ts:19:34: a reference is an object, so JavaScript treats it as a condition that is always true; write when(…, 'yes', 'no'), which Helm evaluates. [types]",
      ],
      "default inside optional": [
        "error values.ts:10:8: the optional value "URL." has the default "a", which Helm would never use: leave out one of the two. [source]",
      ],
      "default outside the enum": [
        "error values.ts:6:44: "medium" is not one of fast, slow; write one of them. [types]",
      ],
      "empty description": [
        "error chart.ts: debug: this value has an empty description, so users do not learn what it does; describe it in one sentence. [description]",
      ],
      "exception outside of its range": [
        "error objects.ts:36:39: NetworkPolicy web: spec.egress[0].to[0].ipBlock.except[0]: "11.0.0.0/8" is no part of the address range 10.0.0.0/8, so the API server refuses the object; write a smaller range inside cidr. [field-value]",
      ],
      "import of nothing": [
        "error objects.ts:2:29: there is no module './gone.ts'; create the file, or correct the import. [types]",
      ],
      "import without .ts": [
        "error objects.ts:2:29: the import has no file extension, which Node needs to find the file; write './values.ts'. [types]",
      ],
      "include of no template": [
        "error objects.ts:19:34: include('web.fulname'): no chart in charts/ defines a template of this name, so Helm can't render the chart; did you mean web.fullname? [include-undefined]",
      ],
      "invalid label of a component": [
        "error objects.ts:4:13: "my web!" is no name of a component, since no label can have this value: take letters, digits and hyphens, for example web. [source]",
      ],
      "invalid label value": [
        "error objects.ts:35:11: ConfigMap web: metadata.labels.tier: "my web!" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      ],
      "look-around in a pattern": [
        "error chart.ts: names[*]: the pattern ^(?!a) has a look-around, which Go's regular expressions lack; write it without. [pattern]",
      ],
      "missing description": [
        "error values.ts:4:18: the value has no description, which users of the chart need; write it as the first argument. [types]",
      ],
      "missing file": [
        "error gone.txt: the chart includes this file, which does not exist; add it or correct its name. [source]",
      ],
      "misspelt field": [
        "error objects.ts:35:40: there is no field "dta" here; did you mean data? [types]",
      ],
      "misspelt field behind a spread": [
        "error objects.ts:25:15: Deployment web: spec.template.spec.containers[0].env[4].vale: there is no field "vale" here, and Flux and strict clients refuse the object; did you mean value? [field-unknown]",
      ],
      "misspelt field in an item": [
        "error objects.ts:15:23: there is no field "vale" here; did you mean value? [types]",
      ],
      "misspelt field in each": [
        "error objects.ts:18:7: Deployment web: spec.template.spec.containers[0].env[3].vale: there is no field "vale" here, and Flux and strict clients refuse the object; did you mean value? [field-unknown]",
      ],
      "misspelt field in ifSet": [
        "error objects.ts:17:7: Deployment web: spec.template.spec.containers[0].env[2].vale: there is no field "vale" here, and Flux and strict clients refuse the object; did you mean value? [field-unknown]",
      ],
      "misspelt field in when": [
        "error objects.ts:16:38: there is no field "vale" here; did you mean value? [types]",
      ],
      "misspelt field of a port": [
        "error objects.ts:37:75: there is no field "nodePrt" here; did you mean nodePort? [types]",
      ],
      "misspelt value": [
        "error objects.ts:27:19: the chart has no value "replcas" here; did you mean replicas? [types]",
      ],
      "mount without its volume": [
        "error objects.ts:25:15: Deployment web: spec.template.spec.containers[0].volumeMounts[0].name: the pod has no volume "data", so the API server refuses it; add the volume, under the same condition as the mount. [mount-without-volume]",
      ],
      "name over 63 characters": [
        "error objects.ts:36:12: Service aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: metadata.name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" has 64 characters, and at most 63 are allowed, so the API server refuses the object; write for example web-1. [field-text]",
      ],
      "name that a long name of the release makes too long": [
        "error objects.ts:36:12: Service web: metadata.name: "\${names.fullname}-api" may have 67 characters, and at most 63 are allowed, so the API server may refuse the object; shorten it: names.withSuffix(…) shortens a long release name, and maxLength limits a value. [field-text]",
      ],
      "negated reference": [
        "error objects.ts:19:35: a reference is an object, so its negation in JavaScript is always false; write not(…), which Helm evaluates. [types]",
      ],
      "number added to a reference": [
        "error objects.ts:27:17: the value is known only when Helm renders, so JavaScript can neither add to it nor convert it to a text; write text\`…\`, or sum(…) to add numbers. [types]",
      ],
      "number into a variable": [
        "error objects.ts:15:23: this is a number, but Kubernetes requires a text here; make it a text: text\`\${…}\`. [types]",
      ],
      "optional reference as a condition": [
        "error objects.ts:19:34: a reference is an object, so JavaScript treats it as a condition that is always true; write when(…, 'yes', 'no'), which Helm evaluates. [types]",
      ],
      "pattern that is not a regular expression": [
        "error chart.ts: names[*]: the pattern ^[http is not a regular expression, so Helm cannot read the schema; close every bracket and parenthesis, and write a literal one with a backslash. [pattern]",
      ],
      "percentage with a space": [
        "error objects.ts:25:15: Deployment web: spec.strategy.rollingUpdate.maxSurge: "50 %" is neither a number nor a percentage, so the API server refuses the object; write for example 1, without quotes, or 25%. [field-value]",
      ],
      "port name twice": [
        "error objects.ts:25:15: Deployment web: spec.template.spec.containers[0].ports[1].name: the port "http" is there twice, and the API server keeps or admits only one; remove one, or give it another name. [name-twice]",
      ],
      "reference added to a text": [
        "error objects.ts:19:46: the value is known only when Helm renders, so JavaScript can neither add to it nor convert it to a text; write text\`…\`, or sum(…) to add numbers. [types]",
      ],
      "reference as a condition": [
        "error objects.ts:19:34: a reference is an object, so JavaScript treats it as a condition that is always true; write when(…, 'yes', 'no'), which Helm evaluates. [types]",
      ],
      "reference before &&": [
        "error objects.ts:19:34: a reference is an object, so JavaScript treats it as a condition that is always true; write when(…, 'yes', 'no'), which Helm evaluates. [types]",
      ],
      "reference compared with a number": [
        "error objects.ts:19:34: a reference is an object, so JavaScript compares the object and not the value; write isSet(…), equals(…) or lessThan(…), which Helm evaluates. [types]",
      ],
      "reference compared with a text": [
        "error objects.ts:19:34: a reference is an object, so JavaScript compares the object and not the value; write isSet(…), equals(…) or lessThan(…), which Helm evaluates. [types]",
      ],
      "reference compared with undefined": [
        "error objects.ts:19:34: a reference is an object, so JavaScript compares the object and not the value; write isSet(…), equals(…) or lessThan(…), which Helm evaluates. [types]",
      ],
      "reference in JSON": [
        "error objects.ts:19:49: the value is known only when Helm renders, so JSON.stringify can't write it; write the JSON as text\`…\`, or as a file(…) with a hole for each value. [types]",
      ],
      "reference in a template literal": [
        "error objects.ts:19:44: the value is known only when Helm renders, so JavaScript can neither add to it nor convert it to a text; write text\`…\`, or sum(…) to add numbers. [types]",
      ],
      "reference in the JSON of a constant": [
        "error objects.ts:19:73: the value debug is known only when Helm renders, so JSON.stringify can't write it: write the JSON as text\`…\`, or as a file(…) with a hole for each value. [source]",
      ],
      "reference in the JSON of an object": [
        "error objects.ts:19:80: the value is known only when Helm renders, so JSON.stringify can't write it; write the JSON as text\`…\`, or as a file(…) with a hole for each value. [types]",
      ],
      "reference or something else": [
        "error objects.ts:19:7: this value may be absent, and Helm would render nothing in its place; wrap it in ifSet(…), or give another value with orDefault(…). [types]",
      ],
      "request over its limit": [
        "error objects.ts:26:15: Deployment web: spec.template.spec.containers[0].resources.requests.cpu: the request of cpu, 2, exceeds its limit, 1500m, so the API server refuses the object; lower the request, or raise the limit. [field-value]",
      ],
      "suffix that is too long": [
        "error objects.ts:35:50: a name can't end in "a-suffix-of-more-than-24-characters": take at most 24 small letters, digits and dashes. [source]",
      ],
      "targetPort that no pod has": [
        "error objects.ts:36:12: Service web: spec.ports[0].targetPort: no container of the selected pods has a port named "htpp", so connections are refused; use one of http, metrics, or add the port under the same condition. [service-target-port]",
      ],
      "text for a number": [
        "error objects.ts:27:7: the field replicas requires a number, but this is a text; write a value of its type. [types]",
      ],
      "throw in manifests": [
        "error chart.ts:12:29: boom. [source]",
      ],
      "two objects of one name": [
        "error objects.ts:36:11: ConfigMap web: metadata: the chart has two objects of this kind and name, and Flux refuses such a release; give one of them another name, for example named(component, names.withSuffix('config')). [object-duplicate]",
      ],
      "unguarded optional value": [
        "error objects.ts:19:22: this value may be absent, and Helm would render nothing in its place; wrap it in ifSet(…), or give another value with orDefault(…). [types]",
      ],
      "unknown key in an overlay": [
        "error chart.ts:11:27: the chart has no value "mod" here; did you mean mode? [types]",
      ],
      "unknown kind": [
        "error objects.ts:25:24: Kubernetes has no kind "Deploymnt"; did you mean Deployment? [types]",
      ],
      "value that nothing reads": [
        "error chart.ts: replicas: no template reads this value; use it, or remove it from values.ts. [unused-value]",
      ],
      "variable twice in when": [
        "error objects.ts:16:7: Deployment web: spec.template.spec.containers[0].env[1].name: the variable "MODE" is there twice, and the API server keeps or admits only one; remove one, or give it another name. [name-twice]",
      ],
      "version of two numbers": [
        "error chart.ts: version "1.0" is not a SemVer version, so registries and Flux cannot sort the chart's versions; write three numbers, for instance '1.0.0'. [chart-metadata]",
      ],
      "wrong apiVersion": [
        "error objects.ts:25:24: Kubernetes has no kind "apps/v2/Deployment"; did you mean Deployment? [types]",
      ],
      "wrong type": [
        "error objects.ts:27:7: the field replicas requires a number, but this is a text; write a value of its type. [types]",
      ],
      "wrong type in an overlay": [
        "error chart.ts:11:27: this is a text, but a number is required here; write a number. [types]",
      ],
    }
  `);
});

test.each(alone)('%s', async (name) => {
  expect((await findingsOf([name]))[name]).toMatchSnapshot();
});
