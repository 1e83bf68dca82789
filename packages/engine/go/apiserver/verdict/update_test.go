package verdict

import (
	"strings"
	"testing"
)

func TestUpdate(t *testing.T) {
	service := `{apiVersion: v1, kind: Service, metadata: {name: db}, spec: {ports: [{port: 5432}]}}`
	job := `{apiVersion: batch/v1, kind: Job, metadata: {name: migrate}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "b:1"}]}}}}`
	claim := `{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 8Gi}}}}`
	statefulSet := `{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {selector: {matchLabels: {a: b}}, serviceName: db, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: db, image: "postgres:18"}]}}}}`
	binding := `{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: web}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}}`
	for name, test := range map[string]struct {
		old      string
		replaced []string
		want     []string
	}{
		"nothing":                        {deployment, nil, nil},
		"the image of a Deployment":      {deployment, []string{"nginx:1.29", "nginx:1.30"}, nil},
		"the selector of a Deployment":   {deployment, []string{"app: web", "app: shop"}, []string{`spec.selector: Invalid value: {"matchLabels":{"app":"shop"}}: field is immutable`}},
		"the port of a Service":          {service, []string{"5432", "5433"}, nil},
		"a Service becomes headless":     {service, []string{"spec: {", "spec: {clusterIP: None, "}, []string{`spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set`}},
		"the image of a Job":             {job, []string{"b:1", "b:2"}, []string{`spec.template: Invalid value: {…}: field is immutable`}},
		"a label of a Job":               {job, []string{"name: migrate", "name: migrate, labels: {a: b}"}, nil},
		"a claim grows":                  {claim, []string{"8Gi", "9Gi"}, nil},
		"a claim shrinks":                {claim, []string{"8Gi", "7Gi"}, []string{`spec.resources.requests.storage: Forbidden: field can not be less than status.capacity`}},
		"the access modes of a claim":    {claim, []string{"ReadWriteOnce", "ReadWriteMany"}, []string{"spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims…"}},
		"the image of a StatefulSet":     {statefulSet, []string{"postgres:18", "postgres:19"}, nil},
		"serviceName of a StatefulSet":   {statefulSet, []string{"serviceName: db", "serviceName: pg"}, []string{"spec: Forbidden: updates to statefulset spec for fields other than…"}},
		"the role of a RoleBinding":      {binding, []string{"kind: Role, name: web", "kind: Role, name: shop"}, []string{`roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":"shop"}: cannot change roleRef`}},
		"the version of an API":          {`{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {maxReplicas: 2, scaleTargetRef: {kind: Deployment, name: a, apiVersion: apps/v1}}}`, []string{"autoscaling/v1", "autoscaling/v2"}, nil},
		"data of an immutable ConfigMap": {`{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, immutable: true, data: {a: b}}`, []string{"a: b", "a: c"}, []string{"data: Forbidden: field is immutable when `immutable` is set"}},
		"the type of a Secret":           {`{apiVersion: v1, kind: Secret, metadata: {name: a}, type: a}`, []string{"type: a", "type: b"}, []string{`type: Invalid value: "b": field is immutable`}},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.NewReplacer(test.replaced...).Replace(test.old)
			expect(t, lines(Update(test.old, changed, nil)), test.want...)
		})
	}
}
