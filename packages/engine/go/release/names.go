package release

import (
	"encoding/json"
	"errors"
	"sync"
)

// names are a list of texts that is not changed. Most requests have the same one,
// so the last list is kept.
type names []string

var last struct {
	sync.Mutex
	list names
}

// same stands for the list of the last request that had one.
const same = `"same"`

// UnmarshalJSON reads a list, or takes the last one.
func (list *names) UnmarshalJSON(text []byte) error {
	last.Lock()
	defer last.Unlock()
	if string(text) == same {
		if last.list == nil {
			return errors.New("no request before had a list of APIs")
		}
		*list = last.list
		return nil
	}
	var read []string
	err := json.Unmarshal(text, &read)
	if read != nil {
		last.list = read
	}
	*list = read
	return err
}
