package release

import (
	"bytes"
	"log"
	"strings"
	"sync"
)

// Helm writes its warnings to the one logger of the process.
var logger sync.Mutex

// listen runs work, alone in the process, and returns the lines that Helm logs meanwhile.
func listen(work func() error) ([]string, error) {
	logger.Lock()
	defer logger.Unlock()
	var said bytes.Buffer
	flags, to := log.Flags(), log.Writer()
	log.SetFlags(0)
	log.SetOutput(&said)
	defer func() {
		log.SetFlags(flags)
		log.SetOutput(to)
	}()
	err := work()
	if said.Len() == 0 {
		return nil, err
	}
	return strings.Split(strings.TrimRight(said.String(), "\n"), "\n"), err
}
