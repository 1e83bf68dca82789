// Package retryablehttp takes the place of the module of that name: a client
// without network has nothing to try again.
package retryablehttp

import "net/http"

// Client has the fields that kubeconform sets.
type Client struct {
	RetryMax   int
	HTTPClient *http.Client
	Logger     any
}

// NewClient makes a client.
func NewClient() *Client { return &Client{} }

// StandardClient is the client that was set.
func (c *Client) StandardClient() *http.Client { return c.HTTPClient }
