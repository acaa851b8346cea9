package dev.salvaguarda.domain.workorder;

/** What a worker is asked to do. Each kind of work has its own {@link Result}. */
public sealed interface Task permits CopyTask {}
