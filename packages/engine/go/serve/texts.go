package serve

import (
	"errors"
	"io"
)

// readTexts reads the documents that follow the line of a request.
func (request *Request) readTexts(reader io.Reader) error {
	if len(request.Texts) == 0 {
		return nil
	}
	size := 0
	for _, length := range request.Texts {
		if length < 0 || length > maxTexts-size {
			return errors.New("the texts of a request have no possible length")
		}
		size += length
	}
	read := make([]byte, size)
	if _, err := io.ReadFull(reader, read); err != nil {
		return err
	}
	if request.Validate == nil {
		return errors.New("only documents to validate may follow a request")
	}
	all := string(read)
	for _, length := range request.Texts {
		request.Validate.Documents = append(request.Validate.Documents, all[:length])
		all = all[length:]
	}
	return nil
}

// maxTexts is the largest size of all texts of a request, in bytes.
const maxTexts = 1 << 30
