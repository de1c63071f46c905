package org.paisaje.theory.landscape.critical;

import java.util.Optional;

/** What remembers the ends of searches, so that a survey that was stopped goes on. Asked and told from several threads. */
public interface SearchLog {
    /** Remembers nothing. */
    SearchLog NONE = new SearchLog() {
        @Override
        public Optional<SearchEnd> known(int start) {
            return Optional.empty();
        }

        @Override
        public void ended(int start, SearchEnd end) {}
    };

    /** The end of the search from a start, if it is known. */
    Optional<SearchEnd> known(int start);

    /** A search has ended. */
    void ended(int start, SearchEnd end);
}
