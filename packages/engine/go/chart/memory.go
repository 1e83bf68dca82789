package chart

import (
	"container/list"
	"sync"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
)

// maxKept is how many bytes of files are kept for later requests.
const maxKept = 256 << 20

var kept = newMemory(maxKept)

// memory keeps the files of charts, those that were used last.
type memory struct {
	mutex sync.Mutex
	limit int64
	size  int64
	// recent has the chart that was used last in front.
	recent *list.List
	byKey  map[string]*list.Element
}

type entry struct {
	key   string
	files []*archive.BufferedFile
	size  int64
}

func newMemory(limit int64) *memory {
	return &memory{limit: limit, recent: list.New(), byKey: map[string]*list.Element{}}
}

func (m *memory) get(key string) ([]*archive.BufferedFile, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	element, isKnown := m.byKey[key]
	if !isKnown {
		return nil, false
	}
	m.recent.MoveToFront(element)
	return element.Value.(entry).files, true
}

// add keeps files. Nothing may change them any more.
func (m *memory) add(key string, files []*archive.BufferedFile) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	one := entry{key: key, files: files, size: sizeOf(files)}
	if _, isKnown := m.byKey[key]; isKnown || one.size > m.limit {
		return
	}
	m.byKey[key] = m.recent.PushFront(one)
	m.size += one.size
	for m.size > m.limit {
		oldest := m.recent.Remove(m.recent.Back()).(entry)
		delete(m.byKey, oldest.key)
		m.size -= oldest.size
	}
}

// headerSize is about what a file takes besides its content.
const headerSize = 128

func sizeOf(files []*archive.BufferedFile) int64 {
	size := int64(0)
	for _, file := range files {
		size += int64(len(file.Data)+len(file.Name)) + headerSize
	}
	return size
}
