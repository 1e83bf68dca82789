package services

import (
	"k8s.io/apimachinery/pkg/util/net"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/registry/core/service/portallocator"
)

// valid is the default of kube-apiserver --service-node-port-range (kubernetes
// pkg/kubeapiserver/options/options.go, which imports every admission plugin).
var valid = net.PortRange{Base: 30000, Size: 2768}

// ports allocates node ports of the default range to one Service.
type ports struct {
	// named are those that the Service itself names.
	named map[int]bool
	taken map[int]bool
}

func portsOf(services []*core.Service) ports {
	named := map[int]bool{}
	for _, service := range services {
		named[int(service.Spec.HealthCheckNodePort)] = true
		for _, port := range service.Spec.Ports {
			named[int(port.NodePort)] = true
		}
	}
	return ports{named: named, taken: map[int]bool{}}
}

func (all ports) Allocate(port int) error {
	if !valid.Contains(port) {
		return &portallocator.ErrNotInRange{ValidPorts: valid.String()}
	}
	if all.taken[port] {
		return portallocator.ErrAllocated
	}
	all.taken[port] = true
	return nil
}

func (all ports) AllocateNext() (int, error) {
	for port := valid.Base; valid.Contains(port); port++ {
		if !all.named[port] && !all.taken[port] {
			all.taken[port] = true
			return port, nil
		}
	}
	return 0, portallocator.ErrFull
}

func (all ports) Release(port int) error {
	delete(all.taken, port)
	return nil
}

func (all ports) ForEach(func(int)) {}
func (all ports) Has(int) bool      { return false }
func (all ports) Destroy()          {}
func (all ports) EnableMetrics()    {}
