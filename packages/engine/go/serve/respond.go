package serve

import "encoding/json"

// Respond answers one request, as Run answers a line.
func Respond(line []byte) ([]byte, error) {
	request, err := decode(line)
	if err != nil {
		return json.Marshal(Answer{ID: request.ID, Error: err.Error()})
	}
	return json.Marshal(answer(request))
}
