package serve

// Respond answers one request, as Run answers a line.
func Respond(line []byte) []byte {
	request, err := decode(line)
	if err != nil {
		return Answer{ID: request.ID, Error: err.Error()}.json()
	}
	return answer(request).json()
}
