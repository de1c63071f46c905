package org.paisaje.study;

import org.paisaje.math.linalg.Blas;
import org.paisaje.study.provenance.Provenance;

/** Runs studies: sets the threads of the linear algebra, takes the time, attaches what made the result. */
public final class StudyRunner {
    private StudyRunner() {}

    /** The result with its provenance. An interrupt that came meanwhile stays set. */
    public static <S> Result run(Study<S> study, S setting, Session session) {
        Provenance made = Provenance.now(study.getClass(), session.threads(), study.seed(setting));
        long began = System.nanoTime();
        Result result = Blas.withThreads(session.threads(), () -> study.run(setting, session));
        return result.madeBy(made, 1e-9 * (System.nanoTime() - began));
    }
}
