package org.paisaje.study.explain.attempt;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.theory.dynamics.Spikes;
import org.paisaje.training.ProbeSeries;

/**
 * Runs that an explanation makes besides the one it explains, kept as they end. They follow from the setting alone, each from those
 * before it, so that a second start finds them by their number.
 */
public final class KeptAttempts {
    private final KeptParts parts;
    private final String kind;
    private int next;

    /** Runs of a kind that are kept among these parts. */
    public KeptAttempts(KeptParts parts, String kind) {
        this.parts = parts;
        this.kind = kind;
    }

    /** The next run: a known one, else one that is made. */
    public Attempt of(Setup setup) {
        String name = kind + " " + next++;
        String what = setup.toString();
        Optional<KeptParts.Part> known = parts.known(name).filter(part -> part.words().getFirst().equals(what));
        if (known.isPresent()) {
            return read(setup, known.get());
        }
        Attempt made = Attempt.of(setup);
        parts.add(name, write(made, what));
        return made;
    }

    private static KeptParts.Part write(Attempt made, String what) {
        Spikes spikes = made.spikes();
        double[] steps = Arrays.stream(made.losses().steps()).asDoubleStream().toArray();
        return new KeptParts.Part(List.of(steps, made.losses().values(), made.end(),
                new double[] {spikes.count(), spikes.highest(), spikes.last(), spikes.over() ? 1 : 0, spikes.least(),
                    made.diverged() ? 1 : 0, made.made(), made.seconds()}),
                List.of(what, made.losses().name()));
    }

    private static Attempt read(Setup setup, KeptParts.Part part) {
        List<double[]> numbers = part.numbers();
        long[] steps = Arrays.stream(numbers.get(0)).mapToLong(step -> (long) step).toArray();
        double[] rest = numbers.get(3);
        return new Attempt(setup, new ProbeSeries(part.words().getLast(), steps, numbers.get(1)),
                new Spikes((int) rest[0], rest[1], (long) rest[2], rest[3] != 0, rest[4]), numbers.get(2), rest[5] != 0,
                (long) rest[6], rest[7]);
    }

    /** None is known, and none is kept. */
    public static KeptAttempts none() {
        return new KeptAttempts(KeptParts.none(), "none");
    }
}
