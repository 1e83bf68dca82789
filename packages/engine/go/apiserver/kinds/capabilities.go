package kinds

import "k8s.io/kubernetes/pkg/capabilities"

// Privileged containers are allowed: kubeadm, Talos and every other installer
// start kube-apiserver with --allow-privileged. Pod Security decides.
func init() {
	capabilities.Setup(true, 0)
}
