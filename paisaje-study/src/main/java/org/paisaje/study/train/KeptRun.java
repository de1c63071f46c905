package org.paisaje.study.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.paisaje.risk.Objective;
import org.paisaje.study.Session;
import org.paisaje.training.Cadence;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;

/**
 * The checkpoint of a run of training that a study makes before it looks at the network. A second start goes on from it, to the bits
 * of a run that was not stopped.
 *
 * @param file the checkpoint; empty if the session has no folder
 * @param resume whether the session goes on from what is there
 */
public record KeptRun(Optional<Path> file, boolean resume) {
    /** The name of the file. */
    public static final String NAME = "training.part";
    private static final int TIMES = 20;

    /** In the folder of a session. */
    public static KeptRun in(Session session) {
        return in(session, NAME);
    }

    /** In the folder of a session, in a file of that name. */
    public static KeptRun in(Session session, String name) {
        return new KeptRun(session.folder().map(folder -> folder.resolve(name)), session.resume());
    }

    /** Whether there is a run to go on with. */
    public boolean goesOn() {
        return resume && file.filter(Files::isRegularFile).isPresent();
    }

    /** Trains, or trains on: kept every twentieth of the run and at its end. */
    public Trajectory run(Training training, Objective risk, double[] start, long steps) {
        return run(training, risk, start, Cadence.every(Math.max(1, steps / TIMES)));
    }

    /** The same, kept at these steps. */
    public Trajectory run(Training training, Objective risk, double[] start, Cadence cadence) {
        if (file.isEmpty()) {
            return training.run(risk, start);
        }
        Training kept = training.checkpoint(file.get(), cadence);
        return goesOn() ? kept.resume(file.get(), risk) : kept.run(risk, start);
    }

    /** Removes the checkpoint, once what follows is there. */
    public void remove() {
        file.ifPresent(path -> {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
