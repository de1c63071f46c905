package org.paisaje.data.source;

import java.util.List;

/** Reads inputs with targets from files of one kind. */
public interface SourceFormat {
    /** Whether a text names files of this kind. */
    boolean takes(String spec);

    /**
     * The data, with what was assumed as notes.
     *
     * @param spec the text
     * @param options what the files do not say about themselves
     * @param known the classes of the training data, if there are some
     * @throws IllegalArgumentException one line: what is wrong, where, and what is needed
     */
    Sources.Read read(String spec, SourceOptions options, List<String> known);
}
