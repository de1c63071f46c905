package org.paisaje.training.optimizer;

/** What one step of an {@link Optimizer} came to. */
public sealed interface Advance {
    /** The only value of {@link Moved}. */
    Advance MOVED = new Moved();

    /** Theta was updated. */
    record Moved() implements Advance {}

    /** Theta was updated and the rule has reached the end it was set, such as the horizon of a flow. */
    record Finished(String what) implements Advance {}

    /** No acceptable step exists from here; theta is unchanged. */
    record Stuck(String why) implements Advance {}
}
