package org.paisaje.theory.dynamics.dead;

/** Multiplications that are left; counted, not timed, so that the answer is the same on every machine. */
final class WorkLeft {
    private long left;

    WorkLeft(long left) {
        this.left = left;
    }

    boolean left() {
        return left > 0;
    }

    boolean has(long cost) {
        return left >= cost;
    }

    /** An equal share of what is left for each of so many. */
    long share(int among) {
        return Math.max(0, left) / Math.max(1, among);
    }

    long rest() {
        return left;
    }

    void spend(long cost) {
        left -= cost;
    }
}
