package org.paisaje.theory.geometry.region;

/** There are more regions than were asked for. */
public final class TooManyRegions extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long limit;

    TooManyRegions(long limit) {
        super("regions: there are more than " + limit + " regions");
        this.limit = limit;
    }

    /** The most that was asked for. */
    public long limit() {
        return limit;
    }
}
