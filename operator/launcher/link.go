package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// What a frame holds. A frame is one of these letters, the length of what follows in four bytes, the
// highest first, and that.
const (
	output     = 'O' // bytes of the dump
	errorLine  = 'E' // a line of standard error, without its end
	ending     = 'X' // bytes of the dump in eight bytes, exit status in four, what was odd about it
	notStarted = 'N' // why the program could not be started
)

// The two pipes between this program and its worker. The worker holds both open for as long as it
// lives and wants the dump.
type link struct {
	up, down *os.File
	mutex    sync.Mutex
	size     uint64
}

// Waits for the worker, which opens the pipes in the same order.
func connect(exchange string) *link {
	down, err := os.OpenFile(filepath.Join(exchange, fromWorker), os.O_RDONLY, 0)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return nil
	}
	up, err := os.OpenFile(filepath.Join(exchange, toWorker), os.O_WRONLY, 0)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return nil
	}
	return &link{up: up, down: down}
}

// The first byte asks for the dump; the end of the pipe takes that back.
func (l *link) listen(begin chan<- bool, gone chan<- struct{}) {
	asked := false
	one := make([]byte, 1)
	for {
		count, err := l.down.Read(one)
		if count > 0 && !asked {
			asked = true
			begin <- true
		}
		if err != nil {
			close(gone)
			return
		}
	}
}

func (l *link) Write(bytes []byte) (int, error) {
	if err := l.send(output, bytes); err != nil {
		return 0, err
	}
	l.size += uint64(len(bytes))
	return len(bytes), nil
}

func (l *link) send(kind byte, payload []byte) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	frame := make([]byte, 0, 5+len(payload))
	frame = append(frame, kind)
	frame = binary.BigEndian.AppendUint32(frame, uint32(len(payload)))
	_, err := l.up.Write(append(frame, payload...))
	return err
}

// Called when nothing else is written any more.
func (l *link) end(status int, remark string) {
	payload := binary.BigEndian.AppendUint64(nil, l.size)
	payload = binary.BigEndian.AppendUint32(payload, uint32(status))
	if err := l.send(ending, append(payload, remark...)); err != nil {
		fmt.Fprintln(os.Stderr, "The worker did not hear the end:", err)
	}
}
