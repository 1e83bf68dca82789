package verdict

import (
	"slices"
	"strings"
	"testing"

	"apiserver/custom"
)

// judge returns what the API server says of a new object, one line for each error.
func judge(text string, definitions ...string) []string {
	verdict := Create(Sent{Text: text}, custom.Read(definitions))
	return lines(verdict)
}

func lines(verdict Verdict) []string {
	var all []string
	if verdict.Status != Valid && verdict.Status != Invalid {
		all = append(all, strings.TrimSuffix(string(verdict.Status)+": "+verdict.Message, ": "))
	}
	for _, cause := range verdict.Errors {
		all = append(all, strings.TrimPrefix(cause.Field+": "+cause.Message, ": "))
	}
	return all
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.EqualFunc(got, want, matches) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// matches says whether a line is as expected; … stands for the rest of it.
func matches(got, want string) bool {
	start, isStart := strings.CutSuffix(want, "…")
	return got == want || isStart && strings.HasPrefix(got, start)
}

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: nginx:1.29
          ports: [{name: http, containerPort: 8080}]
          resources: {requests: {cpu: 100m}, limits: {cpu: "1"}}
`

func TestAcceptsDeployment(t *testing.T) {
	expect(t, judge(deployment))
}

func TestNamesAllFaultsOfADeployment(t *testing.T) {
	faults := strings.NewReplacer(
		"namespace: shop", "namespace: shop, labels: {team: '-a'}",
		"spec:\n  selector: {matchLabels: {app: web}}", "spec:\n  replicas: -1\n  selector: {matchLabels: {app: other}}",
		"[{name: http, containerPort: 8080}]", "[{name: http, containerPort: 80800}, {name: http, containerPort: 8081}]",
		`cpu: "1"`, "cpu: 50m",
	)
	expect(t, judge(faults.Replace(deployment)),
		`metadata.labels: Invalid value: "-a": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
		`spec.replicas: Invalid value: -1: must be greater than or equal to 0`,
		`spec.template.metadata.labels: Invalid value: {"app":"web"}: `+"`selector` does not match template `labels`",
		`spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 80800: must be between 1 and 65535, inclusive`,
		`spec.template.spec.containers[0].ports[1].name: Duplicate value: "http"`,
		`spec.template.spec.containers[0].resources.requests: Invalid value: "100m": must be less than or equal to cpu limit of 50m`,
	)
}

func TestNamesFaultsOfEachGroup(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"core": {
			`{apiVersion: v1, kind: ConfigMap, metadata: {name: Web}, data: {"a b": c}}`,
			`metadata.name: Invalid value: "Web": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters…
data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters…`,
		},
		"core, a large ConfigMap": {
			`{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: {a: ` + strings.Repeat("x", 1<<20+1) + `}}`,
			"Too long: may not be more than 1048576 bytes",
		},
		"core, Service": {
			`{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 0}]}}`,
			`spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive`,
		},
		"core, nodePort": {
			`{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: NodePort, ports: [{port: 80, nodePort: 80}]}}`,
			`spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767`,
		},
		"apps": {
			`{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {selector: {matchLabels: {a: b}}, serviceName: db, podManagementPolicy: Serial, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: db, image: postgres}]}}}}`,
			`spec.podManagementPolicy: Invalid value: "Serial": must be 'OrderedReady' or 'Parallel'`,
		},
		"batch": {
			`{apiVersion: batch/v1, kind: CronJob, metadata: {name: clean}, spec: {schedule: "61 * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Always, containers: [{name: clean, image: busybox}]}}}}}}`,
			`spec.schedule: Invalid value: "61 * * * *": end of range (61) above maximum (59): 61
spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"`,
		},
		"autoscaling": {
			`{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {minReplicas: 5, maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}}`,
			"spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`",
		},
		"networking": {
			`{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}, spec: {rules: [{host: "a_b", http: {paths: [{path: x, pathType: Prefix, backend: {service: {name: web}}}]}}]}}`,
			`spec.rules[0].host: Invalid value: "a_b": a lowercase RFC 1123 subdomain must consist of…
spec.rules[0].http.paths[0].path: Invalid value: "x": must be an absolute path
spec.rules[0].http.paths[0].backend: Required value: port name or number is required`,
		},
		"policy": {
			`{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web}, spec: {minAvailable: 1, maxUnavailable: 1}}`,
			`spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set`,
		},
		"rbac": {
			`{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: web}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Rule, name: web}, subjects: [{kind: ServiceAccount, name: web}]}`,
			`roleRef.kind: Unsupported value: "Rule": supported values: "Role", "ClusterRole"`,
		},
		"storage": {
			`{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}, provisioner: "", volumeBindingMode: Later}`,
			`provisioner: Required value
volumeBindingMode: Unsupported value: "Later": supported values: "Immediate", "WaitForFirstConsumer"`,
		},
		"admissionregistration": {
			`{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata: {name: p}, spec: {matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}, validations: [{expression: "object.spec.("}]}}`,
			`spec.validations[0].expression: Invalid value: "object.spec.(": compilation failed: ERROR: <input>:1:13: Syntax error: no viable alternative at input '.('…`,
		},
		"scheduling": {
			`{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: system-mine}, value: 5}`,
			`metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class`,
		},
		"coordination": {
			`{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: l}, spec: {leaseDurationSeconds: 0}}`,
			`spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0`,
		},
		"discovery": {
			`{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e}, addressType: IPv4, endpoints: [{addresses: [a]}]}`,
			`endpoints[0].addresses[0]: Invalid value: "a": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)`,
		},
		"certificates": {
			`{apiVersion: certificates.k8s.io/v1, kind: CertificateSigningRequest, metadata: {name: c}, spec: {signerName: example.com/a, request: YQ==, usages: [client auth]}}`,
			`spec.request: Invalid value: "YQ==": PEM block type must be CERTIFICATE REQUEST`,
		},
		"node": {
			`{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: r}, handler: A}`,
			`handler: Invalid value: "A": a lowercase RFC 1123 label must consist of lower case alphanumeric characters…`,
		},
		"events": {
			`{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: e, namespace: a}, regarding: {namespace: b}}`,
			`involvedObject.namespace: Invalid value: "b": does not match event.namespace
eventTime: Required value
type: Invalid value: "": has invalid value: `,
		},
		"resource": {
			`{apiVersion: resource.k8s.io/v1, kind: ResourceClaim, metadata: {name: r}, spec: {devices: {requests: [{name: g, exactly: {adminAccess: true}}]}}}`,
			`spec.devices.requests[0].exactly.deviceClassName: Required value`,
		},
		"flowcontrol": {
			`{apiVersion: flowcontrol.apiserver.k8s.io/v1, kind: FlowSchema, metadata: {name: f}, spec: {matchingPrecedence: 0, priorityLevelConfiguration: {name: ""}}}`,
			`spec.priorityLevelConfiguration.name: Required value: must reference a priority level`,
		},
		"apiregistration": {
			`{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1.a}, spec: {group: b, version: v1, groupPriorityMinimum: 0, versionPriority: 1}}`,
			"metadata.name: Invalid value: \"v1.a\": must be `spec.version+\".\"+spec.group`: \"v1.b\"\nspec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000",
		},
		"apiextensions": {
			`{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: a.b}, spec: {group: example.com, scope: Namespaced, names: {plural: as, kind: A}, versions: [{name: v1, served: true, storage: true}]}}`,
			`metadata.name: Invalid value: "a.b": must be spec.names.plural+"."+spec.group
spec.versions[0].schema.openAPIV3Schema: Required value`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			expect(t, judge(test.text), strings.Split(test.want, "\n")...)
		})
	}
}

func TestWhatOnlyAServerSetsIsNoError(t *testing.T) {
	for name, text := range map[string]string{
		"clusterIPs of a headless Service": `{apiVersion: v1, kind: Service, metadata: {name: db}, spec: {clusterIP: None, ports: [{port: 5432}]}}`,
		"addresses of two families":        `{apiVersion: v1, kind: Service, metadata: {name: db}, spec: {ipFamilyPolicy: RequireDualStack, ports: [{port: 5432}]}}`,
		"node ports":                       `{apiVersion: v1, kind: Service, metadata: {name: db}, spec: {type: NodePort, ports: [{name: a, port: 1}, {name: b, port: 2, nodePort: 30000}]}}`,
		"the selector of a Job":            `{apiVersion: batch/v1, kind: Job, metadata: {name: migrate}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}`,
		"a generated name":                 `{apiVersion: v1, kind: Pod, metadata: {generateName: web-}, spec: {containers: [{name: a, image: b}]}}`,
		"status":                           `{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: b}]}}}, status: {replicas: -1}}`,
		"creationTimestamp: null":          `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, creationTimestamp: null}}`,
		"a namespace of a cluster role":    `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: a, namespace: b}}`,
		"a privileged container":           `{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b, securityContext: {privileged: true}}]}}`,
	} {
		t.Run(name, func(t *testing.T) { expect(t, judge(text)) })
	}
}

func TestStrictDecoding(t *testing.T) {
	expect(t, judge(strings.NewReplacer("image:", "imagee: a\n          image:").Replace(deployment)),
		`spec.template.spec.containers[0].imagee: unknown field "spec.template.spec.containers[0].imagee"`)
	expect(t, judge("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b}\ndata: {c: d}\n"),
		`yaml: unmarshal errors: line 5: key "data" already set in map`)
	expect(t, judge("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: 1}\n"),
		`data: json: cannot unmarshal number into Go struct field ConfigMap.data of type string`)
	expect(t, judge("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: two}\n"),
		`spec.replicas: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32`)
}

func TestUnknownFieldsDoNotHideOtherErrors(t *testing.T) {
	text := strings.NewReplacer("8080", "0", "image:", "imagee: a\n          image:").Replace(deployment)
	if said := judge(text); len(said) != 2 {
		t.Errorf("got %q", said)
	}
}

func TestKindsThatAreNotServed(t *testing.T) {
	for text, want := range map[string]string{
		`{apiVersion: example.com/v1, kind: Web, metadata: {name: a}}`:                    `unknown-kind`,
		`{apiVersion: v1, kind: Deployment, metadata: {name: a}}`:                         `unknown-kind`,
		`{apiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: a}}`:            `not-served: Kubernetes 1.36 does not serve extensions/v1beta1 by default: extensions/v1beta1 Ingress is deprecated in v1.14+, unavailable in v1.22+; use networking.k8s.io/v1 Ingress`,
		`{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, metadata: {name: a}}`:    `not-served: Kubernetes 1.36 does not serve policy/v1beta1 by default: policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+, unavailable in v1.25+; use policy/v1 PodDisruptionBudget`,
		`{apiVersion: resource.k8s.io/v1beta1, kind: ResourceClaim, metadata: {name: a}}`: `not-served: Kubernetes 1.36 does not serve resource.k8s.io/v1beta1 by default: resource.k8s.io/v1beta1 ResourceClaim is deprecated in v1.35+, unavailable in v1.38+`,
		`{apiVersion: v1, kind: List, items: []}`:                                         `not-served: the API server does not store objects of kind List`,
		`{kind: Pod}`: `malformed: the object has no apiVersion or no kind`,
		`- a`:         `malformed: couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value…`,
		`{`:           `malformed: yaml: line 1: did not find expected node content`,
		``:            `malformed: the object has no apiVersion or no kind`,
	} {
		expect(t, judge(text), want)
	}
}

func TestWarnings(t *testing.T) {
	for text, want := range map[string]string{
		`{apiVersion: v1, kind: Endpoints, metadata: {name: a}}`: `v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice`,
		`{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b, env: [{name: C, value: d}, {name: C, value: e}]}]}}`: `spec.containers[0].env[1]: hides previous definition of "C", which may be dropped when using apply`,
	} {
		verdict := Create(Sent{Text: text}, nil)
		expect(t, verdict.Warnings, want)
	}
}

func TestPodSecurity(t *testing.T) {
	labels := map[string]string{"pod-security.kubernetes.io/enforce": "baseline", "pod-security.kubernetes.io/warn": "restricted"}
	said := func(text string, labels map[string]string) []string {
		var all []string
		for _, violation := range Create(Sent{Text: text, Labels: labels}, nil).Violations {
			all = append(all, string(violation.Mode)+" "+violation.Policy+": "+violation.Message)
		}
		return all
	}
	expect(t, said(deployment, nil))
	expect(t, said(deployment, labels),
		`warn restricted:latest: would violate PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "web" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities…`)
	privileged := strings.Replace(deployment, "image:", "securityContext: {privileged: true}\n          image:", 1)
	expect(t, said(privileged, labels),
		`enforce baseline:latest: violates PodSecurity "baseline:latest": privileged (container "web" must not set securityContext.privileged=true)`,
		`warn restricted:latest: would violate PodSecurity "restricted:latest": privileged (container "web" must not…`)
	expect(t, said(`{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostNetwork: true, containers: [{name: a, image: b}]}}`, labels),
		`enforce baseline:latest: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)`,
		`warn restricted:latest: would violate PodSecurity "restricted:latest": host namespaces (hostNetwork=true)…`)
	expect(t, said(`{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}`, labels))
	expect(t, judge(`{apiVersion: v1, kind: Namespace, metadata: {name: a, labels: {pod-security.kubernetes.io/enforce: strict}}}`),
		`metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted`)
}
