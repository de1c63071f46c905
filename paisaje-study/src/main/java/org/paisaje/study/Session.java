package org.paisaje.study;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a study is run with, none of which changes its result.
 *
 * @param threads how many threads it may use
 * @param listener hears how it goes
 * @param folder where it may keep what a second start needs; empty to keep nothing
 * @param resume whether it goes on from what is in that folder
 */
public record Session(int threads, Listener listener, Optional<Path> folder, boolean resume) {
    /** Checks the number of threads, and that there is something to go on from. */
    public Session {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: got " + threads + ", at least one is needed");
        }
        if (resume && folder.isEmpty()) {
            throw new IllegalArgumentException("to resume a run the folder is needed in which it was kept");
        }
    }

    /** All processors, nobody listens, nothing is kept. */
    public static Session silent() {
        return new Session(Runtime.getRuntime().availableProcessors(), Listener.SILENT, Optional.empty(), false);
    }

    /** With another number of threads. */
    public Session withThreads(int count) {
        return new Session(count, listener, folder, resume);
    }

    /** With somebody who listens. */
    public Session heardBy(Listener other) {
        return new Session(threads, other, folder, resume);
    }

    /** Keeps what a second start needs in a folder. */
    public Session keptIn(Path path) {
        return new Session(threads, listener, Optional.of(path), resume);
    }

    /** Goes on from what is in a folder. */
    public Session resumedFrom(Path path) {
        return new Session(threads, listener, Optional.of(path), true);
    }

    /** Whether the study was asked to end: the thread that runs it has been interrupted. */
    public static boolean cancelled() {
        return Thread.currentThread().isInterrupted();
    }
}
