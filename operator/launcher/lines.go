package main

import (
	"bytes"
	"os"
)

const (
	// A line is looked at this far, so that no secret is cut in two where it would be repeated.
	rawLimit  = 4096
	lineLimit = 1000
)

// The lines of standard error: to the worker, and to the container's log for whoever looks there.
type lines struct {
	redact *redactor
	to     *link
	line   []byte
}

func (l *lines) Write(text []byte) (int, error) {
	for _, b := range text {
		if b == '\n' || b == '\r' {
			l.flush()
		} else if len(l.line) < rawLimit {
			l.line = append(l.line, b)
		}
	}
	return len(text), nil
}

func (l *lines) flush() {
	line := bytes.TrimSpace(l.line)
	l.line = l.line[:0]
	if len(line) == 0 {
		return
	}
	said := l.redact.apply(string(line))
	if len(said) > lineLimit {
		said = said[:lineLimit]
	}
	_, _ = os.Stderr.WriteString(said + "\n")
	_ = l.to.send(errorLine, []byte(said))
}
