package org.paisaje.theory.dynamics.dead;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.PiecewiseLinear.Kinks;
import org.paisaje.network.PiecewiseLinear.Step;

/**
 * Which units of a piecewise linear network are dead on samples, and which of those on a whole box of inputs: the slope of their
 * activation is 0 everywhere in it (document 004, definition 8.1.1, with the box as the space of the inputs). Intervals and lines
 * around the activations decide most; where they do not, inputs that wake the unit are searched for, and branch and bound over
 * linear programs decides up to the work allowed. The same answer on every machine.
 *
 * @param layers the steps with kinks, in their order
 */
public record DeadUnits(List<Layer> layers) {
    /** Multiplications that a look at a network may take unless said otherwise; some seconds. */
    public static final long WORK = 1_000_000_000L;
    private static final int STARTS = 3;

    /** Copies the list. */
    public DeadUnits {
        layers = List.copyOf(layers);
    }

    /**
     * The units of one step.
     *
     * @param name what messages call it
     * @param units what is known of each
     */
    public record Layer(String name, List<UnitFate> units) {
        /** Copies the list. */
        public Layer {
            units = List.copyOf(units);
        }

        /** How many are dead at all samples. */
        public int deadOnData() {
            return (int) units.stream().filter(UnitFate::deadOnData).count();
        }

        /** How many are dead on the box for certain. */
        public int dead() {
            return (int) units.stream().filter(UnitFate.Dead.class::isInstance).count();
        }

        /** How many are dead at all samples and alive somewhere in the box. */
        public int awakened() {
            return (int) units.stream().filter(UnitFate.AliveOnBox.class::isInstance).count();
        }

        /** How many are undecided. */
        public int undecided() {
            return (int) units.stream().filter(UnitFate.Undecided.class::isInstance).count();
        }
    }

    /**
     * Looks at all units.
     *
     * @param x samples, in the box; none if only the box matters
     * @param work about how many multiplications it may take, {@link #WORK} usually
     * @throws IllegalArgumentException if the sizes do not fit
     */
    public static DeadUnits of(PiecewiseLinear network, InputBox box, Matrix x, long work) {
        if (box.inputs() != network.inputs() || x.columns() != network.inputs()) {
            throw new IllegalArgumentException("DeadUnits: the box has " + box.inputs() + " inputs, the samples "
                    + x.columns() + ", " + network.network() + " takes " + network.inputs());
        }
        return of(network, box, x, silent(network, x), work);
    }

    /**
     * Looks at the units of a network on the smallest box around samples. A unit of a convolution is its channel, silent where it
     * is at all positions.
     *
     * @return empty for a network that is not piecewise linear, whose units have no flat pieces
     */
    public static Optional<DeadUnits> around(Architecture network, double[] theta, Matrix x, long work) {
        PiecewiseLinear pieces;
        try {
            pieces = network.pieces(theta);
        } catch (IllegalArgumentException curved) {
            return Optional.empty();
        }
        LayerTrace trace = network.trace(theta, x);
        int[] layers = Channels.match(pieces, trace, x);
        if (layers.length == 0) {
            return Optional.of(of(pieces, InputBox.around(x), x, work));
        }
        DeadUnits entries = of(pieces, InputBox.around(x), x, Channels.silent(pieces, trace, layers), work);
        List<Layer> merged = new ArrayList<>();
        for (int k = 0; k < layers.length; k++) {
            merged.add(Channels.merged(entries.layers.get(k), trace.layers().get(layers[k])));
        }
        return Optional.of(new DeadUnits(merged));
    }

    private static DeadUnits of(PiecewiseLinear network, InputBox box, Matrix x, boolean[][] silent, long work) {
        int last = 0;
        for (int s = 0; s < silent.length; s++) {
            for (boolean unit : silent[s]) {
                last = unit ? s : last;
            }
        }
        List<Layer> layers = new ArrayList<>();
        var left = new WorkLeft(work);
        int open = 0;
        for (boolean[] units : silent) {
            for (boolean unit : units) {
                open += unit ? 1 : 0;
            }
        }
        // Without a silent unit nothing is asked of it.
        Relaxation whole = Relaxation.of(network, box, open == 0 ? 0 : last, new WorkLeft(work / 2));
        for (int s = 0; s < silent.length; s++) {
            if (!(network.steps().get(s) instanceof Kinks kinks)) {
                continue;
            }
            List<UnitFate> units = new ArrayList<>();
            long cost = cost(network, s);
            for (int i = 0; i < kinks.size(); i++) {
                if (!silent[s][i]) {
                    units.add(new UnitFate.AliveOnData());
                    continue;
                }
                // What one unit leaves goes to those behind it.
                long share = left.share(open--);
                var own = new WorkLeft(share);
                units.add(fate(new Question(network, whole, box, x, own, cost), kinks, i));
                left.spend(share - Math.max(0, own.rest()));
            }
            layers.add(new Layer(kinks.name(), units));
        }
        return new DeadUnits(layers);
    }

    /** What all questions of a layer share. */
    private record Question(PiecewiseLinear network, Relaxation whole, InputBox box, Matrix x, WorkLeft work,
            long cost) {}

    /** Multiplications of one look at everything before a step. */
    private static long cost(PiecewiseLinear network, int s) {
        long sum = network.inputs();
        for (Step step : network.steps().subList(0, s)) {
            sum += step instanceof PiecewiseLinear.Affine affine
                    ? affine.terms().stream().mapToLong(term -> term.weights().length).sum()
                    : step.size();
        }
        return 4 * sum;
    }

    private static UnitFate fate(Question q, Kinks kinks, int i) {
        int v = kinks.source();
        double low = q.whole.low[v][i];
        double high = q.whole.high[v][i];
        int piece = flat(kinks, q, i);
        if (piece < 0) {
            double[] at = here(q);
            return new UnitFate.AliveOnBox(at, q.network.values(at)[v][i]);
        }
        int parts = 0;
        boolean tie = false;
        boolean open = false;
        double from = piece == 0 ? Double.NEGATIVE_INFINITY : kinks.breaks()[piece - 1];
        double to = piece == kinks.breaks().length ? Double.POSITIVE_INFINITY : kinks.breaks()[piece];
        List<double[]> starts = starts(q, v, i);
        for (int sign : new int[] {1, -1}) {
            double threshold = sign > 0 ? to : from;
            if (Double.isInfinite(threshold)) {
                continue;
            }
            var search = new DeathSearch(q.network, q.whole, q.work, v, i, sign, threshold, q.cost);
            switch (search.run(starts)) {
                case ABOVE -> {
                    return new UnitFate.AliveOnBox(search.witness(), search.argument());
                }
                case NOWHERE -> {
                    low = Math.max(low, sign > 0 ? low : threshold - search.bound());
                    high = Math.min(high, sign > 0 ? threshold + search.bound() : high);
                }
                case OPEN -> {
                    open = true;
                    tie |= search.tie();
                    low = Math.max(low, sign > 0 ? low : threshold - search.bound());
                    high = Math.min(high, sign > 0 ? threshold + search.bound() : high);
                }
            }
            parts = Math.max(parts, search.parts());
        }
        return open ? new UnitFate.Undecided(low, high, parts, tie) : new UnitFate.Dead(low, high, Math.max(1, parts));
    }

    /** The flat piece that the unit is on at the first sample, or in the middle of the box; -1 if it is on none there. */
    private static int flat(Kinks kinks, Question q, int i) {
        double z = q.network.values(here(q))[kinks.source()][i];
        for (int p = 0; p < kinks.slopes().length; p++) {
            if (kinks.slopes()[p] == 0 && (p == 0 || z >= kinks.breaks()[p - 1])
                    && (p == kinks.breaks().length || z <= kinks.breaks()[p])) {
                return p;
            }
        }
        return -1;
    }

    private static double[] here(Question q) {
        return q.x.rows() > 0 ? q.x.row(0) : middle(q.box);
    }

    private static double[] middle(InputBox box) {
        double[] at = new double[box.inputs()];
        Arrays.setAll(at, j -> box.low()[j] / 2 + box.high()[j] / 2);
        return at;
    }

    /** Inputs from which the ascent begins: samples whose argument is nearest to the flat piece's end, and corners. */
    private static List<double[]> starts(Question q, int v, int i) {
        List<double[]> starts = new ArrayList<>();
        starts.add(middle(q.box));
        int n = q.x.rows();
        for (int k = 0; k < Math.min(STARTS, n); k++) {
            starts.add(q.x.row((int) ((long) k * n / Math.min(STARTS, n))));
        }
        Relaxation.Linear up = q.whole.upper(v, new int[] {i}, new double[] {1});
        Relaxation.Linear down = q.whole.upper(v, new int[] {i}, new double[] {-1});
        for (Relaxation.Linear linear : List.of(up, down)) {
            double[] corner = new double[q.box.inputs()];
            Arrays.setAll(corner, j -> linear.slopes()[j] > 0 ? q.box.high()[j] : q.box.low()[j]);
            starts.add(corner);
        }
        return starts;
    }

    /** How many units are dead at all samples. */
    public int deadOnData() {
        return layers.stream().mapToInt(Layer::deadOnData).sum();
    }

    /** How many are dead on the box for certain. */
    public int dead() {
        return layers.stream().mapToInt(Layer::dead).sum();
    }

    /** How many are dead at all samples and alive somewhere in the box. */
    public int awakened() {
        return layers.stream().mapToInt(Layer::awakened).sum();
    }

    /** How many are undecided. */
    public int undecided() {
        return layers.stream().mapToInt(Layer::undecided).sum();
    }

    /** How many of those have an argument that is at most 0 but for rounding. */
    public int ties() {
        return (int) layers.stream()
                .flatMap(layer -> layer.units().stream())
                .filter(fate -> fate instanceof UnitFate.Undecided open && open.tie())
                .count();
    }

    /** What became of the units that are dead on the data, in a sentence that begins with a space; empty if there are none. */
    public String describe() {
        List<String> parts = new ArrayList<>();
        if (dead() > 0) {
            parts.add(dead() + (dead() == 1 ? " is" : " are") + " dead for certain");
        }
        if (awakened() > 0) {
            parts.add(awakened() + (awakened() == 1 ? " wakes" : " wake") + " up somewhere");
        }
        int ties = ties();
        if (ties > 0) {
            parts.add(ties + (ties == 1 ? " is" : " are") + " dead but for rounding");
        }
        int open = undecided() - ties;
        if (open > 0) {
            parts.add(open + (open == 1 ? " is" : " are") + " undecided within the work allowed");
        }
        return parts.isEmpty() ? "" : " On the box that the inputs span, " + String.join(", ", parts) + ".";
    }

    /** By step and entry whether the slope is 0 at every sample; never for a unit without a flat piece. */
    private static boolean[][] silent(PiecewiseLinear network, Matrix x) {
        boolean[][] silent = new boolean[network.steps().size()][0];
        boolean any = false;
        for (int s = 0; s < silent.length; s++) {
            if (network.steps().get(s) instanceof Kinks kinks
                    && Arrays.stream(kinks.slopes()).anyMatch(slope -> slope == 0)) {
                silent[s] = new boolean[kinks.size()];
                Arrays.fill(silent[s], true);
                any = true;
            } else {
                silent[s] = new boolean[network.steps().get(s).size()];
            }
        }
        for (int row = 0; row < x.rows() && any; row++) {
            double[][] values = network.values(x.row(row));
            any = false;
            for (int s = 0; s < silent.length; s++) {
                if (network.steps().get(s) instanceof Kinks kinks) {
                    for (int i = 0; i < silent[s].length; i++) {
                        silent[s][i] &= kinks.activation().first(values[kinks.source()][i]) == 0;
                        any |= silent[s][i];
                    }
                }
            }
        }
        return silent;
    }
}
