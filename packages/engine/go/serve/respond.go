package serve

import "encoding/json"

// Respond answers one request, as Run answers a line.
func Respond(line []byte) ([]byte, error) { return json.Marshal(answer(line)) }
