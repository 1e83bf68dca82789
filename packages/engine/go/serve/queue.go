package serve

import "sync"

// queue holds the requests that no worker has taken yet, in order. Adding one
// never waits, so the end of the input is seen while every worker is busy.
// How many requests are sent at the same time is up to the client.
type queue struct {
	mutex    sync.Mutex
	added    sync.Cond
	requests []Request
}

func newQueue() *queue {
	waiting := &queue{}
	waiting.added.L = &waiting.mutex
	return waiting
}

func (q *queue) add(request Request) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	q.requests = append(q.requests, request)
	q.added.Signal()
}

// next waits for a request and takes it.
func (q *queue) next() Request {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	for len(q.requests) == 0 {
		q.added.Wait()
	}
	first := q.requests[0]
	q.requests = q.requests[1:]
	return first
}
