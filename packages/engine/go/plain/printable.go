package plain

import (
	"strings"
	"unicode/utf8"
)

// isPrintable reports whether a text has only letters that need no closer look.
func isPrintable(text string) bool {
	for at := range len(text) {
		if !printable[text[at]] {
			return isPrintableUnicode(text)
		}
	}
	return true
}

// printable are the bytes of ASCII that need no closer look.
var printable = func() (all [256]bool) {
	for char := ' '; char <= '~'; char++ {
		all[char] = true
	}
	all['\n'], all['\t'] = true, true
	return all
}()

func isPrintableUnicode(text string) bool {
	for at, char := range text {
		switch {
		case char < ' ' && char != '\n' && char != '\t', char > '~' && char < '\u00a0':
			return false
		case char == '\u2028', char == '\u2029', char >= '\ufeff' && char < 0x10000:
			return false
		case char == utf8.RuneError && !strings.HasPrefix(text[at:], "\ufffd"):
			return false
		}
	}
	return true
}
