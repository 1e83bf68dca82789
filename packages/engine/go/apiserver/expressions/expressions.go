// Package expressions finds expressions in objects of Flux that their
// controllers cannot use. The API server takes any text for them.
package expressions

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Problem is an expression that a controller cannot use.
type Problem struct {
	// Field is the path of the expression: spec.dependsOn[0].readyExpr.
	Field string
	// Message says what is wrong with it, and what the controller does.
	Message string
}

// Check returns the problems of the expressions in an object, none for an
// object that is not of Flux.
func Check(object *unstructured.Unstructured) []Problem {
	var problems []Problem
	for _, one := range fields[object.GroupVersionKind().GroupKind()] {
		one.visit(object.Object, one.path, "", func(field, text string) {
			if why := one.language.check(text); why != "" {
				message := fmt.Sprintf("%s, so Flux %s", why, one.effect)
				problems = append(problems, Problem{Field: field, Message: message})
			}
		})
	}
	return problems
}

// field is where objects of a kind have expressions.
type field struct {
	// path has the names of fields; [] stands for each item of a list.
	path     string
	language language
	// effect is what Flux does not do with an expression that it cannot use.
	effect string
	// unless is a field beside the expression without which it is not used;
	// empty if there is none.
	unless string
}

// healthChecks are parsed only, since objects may have any fields
// (fluxcd/pkg runtime/cel/status_evaluator.go).
func healthChecks() []field {
	var all []field
	for _, name := range []string{"current", "inProgress", "failed"} {
		all = append(all, field{"spec.healthCheckExprs.[]." + name, parsed, "does not reconcile the object", ""})
	}
	return all
}

// ready is compiled with both objects (kustomize-controller
// internal/controller/kustomization_controller.go and helm-controller
// internal/controller/helmrelease_controller.go, evalReadyExpr).
var ready = field{"spec.dependsOn.[].readyExpr", condition("self", "dep"), "does not reconcile the object", ""}

var fields = map[schema.GroupKind][]field{
	{Group: "kustomize.toolkit.fluxcd.io", Kind: "Kustomization"}: append(healthChecks(), ready),
	{Group: "helm.toolkit.fluxcd.io", Kind: "HelmRelease"}:        append(healthChecks(), ready),
	// flux-operator internal/controller/resourceset_controller.go, buildDependencyExpressions.
	{Group: "fluxcd.controlplane.io", Kind: "ResourceSet"}: {
		{ready.path, parsed, "does not reconcile the object", "ready"},
	},
	// notification-controller internal/server/receiver_resource_filter.go; a
	// receiver of type generic-oidc has claims, too.
	{Group: "notification.toolkit.fluxcd.io", Kind: "Receiver"}: {
		{"spec.resourceFilter", condition("res", "req", "claims"), "takes no requests for it", ""},
		{"spec.resources.[].filter", condition("res", "req", "claims"), "takes no requests for it", ""},
	},
	// notification-controller internal/server/provider_commit_status.go.
	{Group: "notification.toolkit.fluxcd.io", Kind: "Provider"}: {
		{"spec.commitStatusExpr", text("event", "alert", "provider"), "sends no commit status", ""},
	},
}

// visit calls do with each text at a path, and with its place.
func (one field) visit(value any, path, place string, do func(field, text string)) {
	if path == "" {
		if text, ok := value.(string); ok && text != "" {
			do(place, text)
		}
		return
	}
	name, rest, _ := strings.Cut(path, ".")
	if name == "[]" {
		items, _ := value.([]any)
		for index, item := range items {
			one.visit(item, rest, fmt.Sprintf("%s[%d]", place, index), do)
		}
		return
	}
	of, _ := value.(map[string]any)
	if rest == "" && one.unless != "" && of[one.unless] != true {
		return
	}
	one.visit(of[name], rest, strings.TrimPrefix(place+"."+name, "."), do)
}
