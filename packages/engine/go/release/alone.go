package release

// Alone runs work that makes Helm log messages which nobody needs, so that they
// are not taken for those of a release.
func Alone(work func()) {
	_, _ = listen(func() error {
		work()
		return nil
	})
}
