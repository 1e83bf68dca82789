// Package podsecurity applies the Pod Security Standards as the admission
// plugin PodSecurity of the API server does.
package podsecurity

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/pod-security-admission/admission"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// Mode is what the API server does about a violation.
type Mode string

const (
	// Enforce means that the API server rejects the pod. It accepts an object
	// with a pod template, and rejects the pods that a controller makes of it.
	Enforce Mode = "enforce"
	// Warn means that the API server warns who sends the object.
	Warn Mode = "warn"
)

// Violation is one violated policy.
type Violation struct {
	Mode Mode `json:"mode"`
	// Policy is a level and a version: restricted:latest.
	Policy string `json:"policy"`
	// Message has the words of the admission plugin.
	Message string `json:"message"`
}

// Evaluate returns the policies that the pod or the pod template of an object
// violates in a namespace with these labels. An object without a pod violates
// none.
func Evaluate(object runtime.Object, labels map[string]string) []Violation {
	metadata, spec, err := admission.DefaultPodSpecExtractor{}.ExtractPodSpec(object)
	if err != nil || spec == nil {
		return nil
	}
	// Of labels that can't be parsed, the plugin takes restricted for enforce and
	// privileged for warn.
	policies, _ := api.PolicyToEvaluate(labels, privileged)
	violations := evaluate(Enforce, policies.Enforce, metadata, spec)
	if policies.Warn == policies.Enforce {
		return violations
	}
	return append(violations, evaluate(Warn, policies.Warn, metadata, spec)...)
}

// ValidateLabels returns the errors of the labels of a namespace.
func ValidateLabels(labels map[string]string) field.ErrorList {
	_, errs := api.PolicyToEvaluate(labels, privileged)
	return errs
}

// privileged is the policy of a namespace without labels (kube-apiserver
// --admission-control-config-file, defaults of PodSecurity).
var privileged = api.Policy{
	Enforce: api.LevelVersion{Level: api.LevelPrivileged, Version: api.LatestVersion()},
	Audit:   api.LevelVersion{Level: api.LevelPrivileged, Version: api.LatestVersion()},
	Warn:    api.LevelVersion{Level: api.LevelPrivileged, Version: api.LatestVersion()},
}

var evaluator = func() policy.Evaluator {
	result, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		panic(err)
	}
	return result
}()

// words are those of k8s.io/pod-security-admission admission/admission.go,
// EvaluatePod.
var words = map[Mode]string{
	Enforce: "violates PodSecurity %q: %s",
	Warn:    "would violate PodSecurity %q: %s",
}

func evaluate(mode Mode, level api.LevelVersion, metadata *metav1.ObjectMeta, spec *corev1.PodSpec) []Violation {
	result := policy.AggregateCheckResults(evaluator.EvaluatePod(level, metadata, spec))
	if result.Allowed {
		return nil
	}
	message := fmt.Sprintf(words[mode], level.String(), result.ForbiddenDetail())
	return []Violation{{Mode: mode, Policy: level.String(), Message: message}}
}
