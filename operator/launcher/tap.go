package main

import (
	"errors"
	"io"
	"os"
	"syscall"
	"time"
)

// As much as a pipe can hold, unless somebody with rights over the node made it larger.
const largestPipe = 1 << 20

// A pipe that a program writes into, and where that goes.
type tap struct {
	from *os.File
	to   io.Writer
	dry  chan error
}

// The file is the program's end, to be closed here as soon as the program has it.
func newTap(to io.Writer) (*tap, *os.File, error) {
	from, programs, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	return &tap{from: from, to: to, dry: make(chan error, 1)}, programs, nil
}

func (t *tap) flow() {
	_, err := io.Copy(t.to, t.from)
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		// The program has to hear that nobody takes what it writes.
		_ = t.from.Close()
	}
	t.dry <- err
}

// Called when the program has ended, and told whether another process has the pipe open. Passes on
// what lies in the pipe, for as long as the reader needs; what others write later is not waited for.
func (t *tap) drain(shared bool) error {
	if shared {
		_ = t.from.SetReadDeadline(time.Unix(1, 0))
	}
	err := <-t.dry
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return t.rest()
	}
	return err
}

func (t *tap) rest() error {
	_ = t.from.SetReadDeadline(time.Time{})
	raw, err := t.from.SyscallConn()
	if err != nil {
		return err
	}
	count, buffer := 0, make([]byte, largestPipe)
	if err = raw.Read(func(pipe uintptr) bool {
		count, _ = syscall.Read(int(pipe), buffer)
		return true
	}); err != nil || count <= 0 {
		return err
	}
	_, err = t.to.Write(buffer[:count])
	return err
}
