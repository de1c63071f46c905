package org.paisaje.study;

import java.util.List;

/**
 * One thing that a person runs: a setting in, a result out. The command line, a sweep, a claim and a page call the same
 * study through {@link StudyRunner#run}, which adds the provenance and the time.
 *
 * <p>A study is cancelled by interrupting the thread that runs it. It then returns soon, with what there is and an ending
 * that says {@link Ending.Kind#INTERRUPTED}; what it left in the folder of the session is gone on from if it can.
 *
 * @param <S> the setting: everything that decides the result, a record
 */
public interface Study<S> {
    /** Its name, that of its verb. */
    String name();

    /** The root of its randomness. */
    long seed(S setting);

    /**
     * The names of the files in the folder of a session by which a second start goes on; empty if it begins anew. Those that end in
     * {@code .part} are removed by whoever writes the result, once it is written: until then a killed run goes on from them.
     */
    default List<String> continuation() {
        return List.of();
    }

    /**
     * Runs. What cannot be measured is a finding that says so, and a computation that fails an ending that says so.
     *
     * @throws IllegalArgumentException if the setting cannot be run; then before any work
     */
    Result run(S setting, Session session);
}
