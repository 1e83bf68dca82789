package expressions

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

const (
	kustomization = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
	release       = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
	resourceSet   = "apiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSet\n"
	receiver      = "apiVersion: notification.toolkit.fluxcd.io/v1\nkind: Receiver\n"
	provider      = "apiVersion: notification.toolkit.fluxcd.io/v1beta3\nkind: Provider\n"
)

func TestCheck(t *testing.T) {
	const notReconciled = ", so Flux does not reconcile the object"
	for name, test := range map[string]struct{ object, field, message string }{
		"no expression":        {kustomization + "spec: {dependsOn: [{name: a}]}", "", ""},
		"a health check":       {kustomization + "spec: {healthCheckExprs: [{current: \"status.phase == 'Up' && has(data.x)\"}]}", "", ""},
		"functions of Flux":    {release + "spec: {healthCheckExprs: [{current: \"sets.contains([1], [1]) && 'a,b'.split(',').size() == 2 && base64.encode(b'a') != ''\"}]}", "", ""},
		"optional fields":      {release + "spec: {healthCheckExprs: [{current: \"status.?phase.orValue('') == 'Up'\"}]}", "", ""},
		"syntax":               {kustomization + "spec: {healthCheckExprs: [{current: 'true'}, {current: 'true', failed: 'status.phase =='}]}", "spec.healthCheckExprs[1].failed", "the CEL expression is wrong at 1:16: Syntax error: mismatched input '<EOF>'" + notReconciled},
		"a readiness":          {kustomization + "spec: {dependsOn: [{name: a, readyExpr: 'dep.metadata.labels.version == self.metadata.labels.version'}]}", "", ""},
		"a variable":           {release + "spec: {dependsOn: [{name: a, readyExpr: 'status.ready'}]}", "spec.dependsOn[0].readyExpr", "the CEL expression is wrong at 1:1: undeclared reference to 'status'" + notReconciled},
		"a type":               {kustomization + "spec: {dependsOn: [{name: a, readyExpr: '1 + 1'}]}", "spec.dependsOn[0].readyExpr", "the result of the CEL expression is of type int and not bool" + notReconciled},
		"any variable":         {resourceSet + "spec: {dependsOn: [{name: a, ready: true, readyExpr: 'status.ready'}]}", "", ""},
		"an unused one":        {resourceSet + "spec: {dependsOn: [{name: a, readyExpr: 'status.('}]}", "", ""},
		"a set of resources":   {resourceSet + "spec: {dependsOn: [{name: a, ready: true, readyExpr: 'status.('}]}", "spec.dependsOn[0].readyExpr", "the CEL expression is wrong at 1:8: Syntax error: no viable alternative at input '.('" + notReconciled},
		"a receiver":           {receiver + "spec: {resourceFilter: 'req.tag == res.metadata.name', resources: [{filter: 'rex.a'}]}", "spec.resources[0].filter", "the CEL expression is wrong at 1:1: undeclared reference to 'rex', so Flux takes no requests for it"},
		"a commit status":      {provider + "spec: {commitStatusExpr: \"event.metadata.a + '/' + provider.metadata.name\"}", "", ""},
		"an object of nobody":  {"apiVersion: example.com/v1\nkind: Kustomization\nspec: {healthCheckExprs: [{current: '('}]}", "", ""},
		"a list in its place":  {kustomization + "spec: {healthCheckExprs: {current: '('}}", "", ""},
		"a result of any type": {kustomization + "spec: {dependsOn: [{name: a, readyExpr: 'dep.status.ready'}]}", "spec.dependsOn[0].readyExpr", "the result of the CEL expression is of type dyn and not bool" + notReconciled},
	} {
		t.Run(name, func(t *testing.T) {
			var object unstructured.Unstructured
			if err := yaml.Unmarshal([]byte(test.object), &object.Object); err != nil {
				t.Fatal(err)
			}
			problems := Check(&object)
			if test.field == "" && len(problems) == 0 {
				return
			}
			if len(problems) != 1 || problems[0] != (Problem{test.field, test.message}) {
				t.Errorf("got %q", problems)
			}
		})
	}
}
