package main

import (
	"os"
	"syscall"
)

// Whether no process can write into the pipe any more, whatever still lies in it. What can't be found
// out is not so.
func hungUp(pipe *os.File) bool {
	raw, err := pipe.SyscallConn()
	if err != nil {
		return false
	}
	hung := false
	_ = raw.Control(func(descriptor uintptr) { hung = hasHungUp(int(descriptor)) })
	return hung
}

func hasHungUp(descriptor int) bool {
	set, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return false
	}
	defer syscall.Close(set)
	// This one event is told without being asked for.
	if err = syscall.EpollCtl(set, syscall.EPOLL_CTL_ADD, descriptor, &syscall.EpollEvent{}); err != nil {
		return false
	}
	events := make([]syscall.EpollEvent, 1)
	count, err := syscall.EpollWait(set, events, 0)
	return err == nil && count == 1 && events[0].Events&syscall.EPOLLHUP != 0
}
