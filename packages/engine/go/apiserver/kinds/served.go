package kinds

import (
	"fmt"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	certificatesv1 "k8s.io/api/certificates/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	eventsv1 "k8s.io/api/events/v1"
	flowcontrolv1 "k8s.io/api/flowcontrol/v1"
	networkingv1 "k8s.io/api/networking/v1"
	nodev1 "k8s.io/api/node/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	resourcev1 "k8s.io/api/resource/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/endpoints/deprecation"
	"k8s.io/component-base/version"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/storagemigration"
	// Each package adds its API group to the scheme of Kubernetes.
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/certificates/install"
	_ "k8s.io/kubernetes/pkg/apis/coordination/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	_ "k8s.io/kubernetes/pkg/apis/events/install"
	_ "k8s.io/kubernetes/pkg/apis/extensions/install"
	_ "k8s.io/kubernetes/pkg/apis/flowcontrol/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/node/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	_ "k8s.io/kubernetes/pkg/apis/resource/install"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	_ "k8s.io/kubernetes/pkg/apis/storage/install"
	_ "k8s.io/kubernetes/pkg/apis/storagemigration/install"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/install"
	apiregistrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

// The version of Kubernetes that this module contains: that of go.mod, or of
// another file kubernetes-*.mod.
var major, minor = versionOf(version.DefaultKubeBinaryVersion)

func versionOf(text string) (major, minor int) {
	if _, err := fmt.Sscanf(text, "%d.%d", &major, &minor); err != nil {
		panic(err)
	}
	return major, minor
}

var (
	extensions  = newScheme(apiextensions.Install)
	aggregation = newScheme(apiregistration.Install)
)

// served has the versions that the API server serves by default, with the
// scheme of each (kubernetes pkg/controlplane/instance.go and
// pkg/controlplane/apiserver/apis.go, the stable versions).
var served = map[schema.GroupVersion]*runtime.Scheme{
	admissionregistrationv1.SchemeGroupVersion: legacyscheme.Scheme,
	appsv1.SchemeGroupVersion:                  legacyscheme.Scheme,
	autoscalingv1.SchemeGroupVersion:           legacyscheme.Scheme,
	autoscalingv2.SchemeGroupVersion:           legacyscheme.Scheme,
	batchv1.SchemeGroupVersion:                 legacyscheme.Scheme,
	certificatesv1.SchemeGroupVersion:          legacyscheme.Scheme,
	coordinationv1.SchemeGroupVersion:          legacyscheme.Scheme,
	corev1.SchemeGroupVersion:                  legacyscheme.Scheme,
	discoveryv1.SchemeGroupVersion:             legacyscheme.Scheme,
	eventsv1.SchemeGroupVersion:                legacyscheme.Scheme,
	flowcontrolv1.SchemeGroupVersion:           legacyscheme.Scheme,
	networkingv1.SchemeGroupVersion:            legacyscheme.Scheme,
	nodev1.SchemeGroupVersion:                  legacyscheme.Scheme,
	policyv1.SchemeGroupVersion:                legacyscheme.Scheme,
	rbacv1.SchemeGroupVersion:                  legacyscheme.Scheme,
	resourcev1.SchemeGroupVersion:              legacyscheme.Scheme,
	schedulingv1.SchemeGroupVersion:            legacyscheme.Scheme,
	storagev1.SchemeGroupVersion:               legacyscheme.Scheme,
	apiextensionsv1.SchemeGroupVersion:         extensions,
	apiregistrationv1.SchemeGroupVersion:       aggregation,
	// Kubernetes 1.36 has no such version yet, and so no kinds in it.
	{Group: storagemigration.GroupName, Version: "v1"}: legacyscheme.Scheme,
}

func newScheme(install func(*runtime.Scheme)) *runtime.Scheme {
	scheme := runtime.NewScheme()
	install(scheme)
	return scheme
}

// WhyNot says why the API server does not serve a version that Kubernetes
// knows; empty if Kubernetes does not know it.
func WhyNot(gvk schema.GroupVersionKind) string {
	for _, scheme := range []*runtime.Scheme{legacyscheme.Scheme, extensions, aggregation} {
		object, err := scheme.New(gvk)
		if err != nil {
			continue
		}
		if _, ok := served[gvk.GroupVersion()]; ok {
			return fmt.Sprintf("the API server does not store objects of kind %s", gvk.Kind)
		}
		object.GetObjectKind().SetGroupVersionKind(gvk)
		message := fmt.Sprintf("Kubernetes %d.%d does not serve %s by default", major, minor, gvk.GroupVersion())
		if why := Deprecated(object); why != "" {
			message += ": " + why
		}
		return message
	}
	return ""
}

// Deprecated returns the warning of the API server for an object of a
// deprecated version; empty if it has none.
func Deprecated(versioned runtime.Object) string {
	if !deprecation.IsDeprecated(versioned, major, minor) {
		return ""
	}
	return deprecation.WarningMessage(versioned)
}
