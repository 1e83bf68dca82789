package chart

import "engine/document"

// AppendJSON appends the answer as JSON.
func (read *Read) AppendJSON(to []byte) []byte {
	to = append(to, `{"folders":[`...)
	for at, folder := range read.Folders {
		if at > 0 {
			to = append(to, ',')
		}
		if folder == nil {
			to = append(to, "null"...)
			continue
		}
		to = folder.appendJSON(to)
	}
	return append(to, `]}`...)
}

func (folder *Folder) appendJSON(to []byte) []byte {
	to = document.AppendText(append(to, `{"content":`...), folder.Content)
	to = append(to, `,"entries":[`...)
	for at, entry := range folder.Entries {
		if at > 0 {
			to = append(to, ',')
		}
		to = document.AppendText(append(to, `{"path":`...), entry.Path)
		to = document.AppendText(append(to, `,"kind":`...), entry.Kind)
		to = document.AppendText(append(to, `,"stamp":`...), entry.Stamp)
		to = append(document.AppendText(append(to, `,"digest":`...), entry.Digest), '}')
	}
	to = append(to, ']')
	if folder.Chart != nil {
		to = document.AppendText(append(to, `,"chart":`...), *folder.Chart)
	}
	return append(to, '}')
}
