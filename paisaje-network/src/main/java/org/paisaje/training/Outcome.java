package org.paisaje.training;

/** How a run ended. */
public sealed interface Outcome {
    /** The number of steps made when the run ended. */
    long step();

    /** One sentence for a person. */
    String describe();

    /** Whether the run did what it was asked: a target was met or the budget was spent. */
    default boolean completed() {
        return this instanceof Converged || this instanceof Finished;
    }

    /** A target of the stopping rule was met; {@code criterion} says which and {@code value} how far. */
    record Converged(long step, String criterion, double value) implements Outcome {
        @Override
        public String describe() {
            return "converged at step " + step + ": " + criterion + " (" + value + ")";
        }
    }

    /** The budget of steps, epochs or time was spent, or the optimizer reached its own end. */
    record Finished(long step, String budget) implements Outcome {
        @Override
        public String describe() {
            return "finished at step " + step + ": " + budget;
        }
    }

    /** Progress ceased short of every target. */
    record Stalled(long step, String why) implements Outcome {
        @Override
        public String describe() {
            return "stalled at step " + step + ": " + why;
        }
    }

    /** The value or a gradient ceased to be finite, or passed the bound set for it; {@code norm} is that of theta. */
    record Diverged(long step, double norm, String why) implements Outcome {
        @Override
        public String describe() {
            return "diverged at step " + step + ": " + why + "; |theta| = " + norm;
        }
    }

    /** The thread was interrupted; the run can be resumed from its checkpoint. */
    record Interrupted(long step) implements Outcome {
        @Override
        public String describe() {
            return "interrupted at step " + step;
        }
    }
}
