package org.paisaje.study.kernel;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Network;
import org.paisaje.study.problem.StartingNetwork;

/**
 * Which kernel is computed, and what is asked of it.
 *
 * @param network the network, finite or the description of an infinite one
 * @param kind which of its kernels
 * @param theta the parameters of the finite network, for its kernel
 * @param train the points with targets
 * @param x the points, those of {@code train} if there is one
 * @param x2 other points for the columns of the kernel
 * @param test what predictions are made for
 * @param times of the predictions, 0 to infinity
 * @param ridge rho of {@code (Theta + rho I) alpha = y}; at 0 the limit of training
 * @param storage where a kernel that is too large for memory may go
 * @param stored whether it goes there in any case
 * @param analysed whether spectrum, alignment and figures are wanted
 * @param seed the root of randomness
 * @param options the setting by the names of the options, in full; empty if it was put together by hand
 * @param remarks what was assumed on the way that a person should know
 */
public record KernelSetting(Network network, Kind kind, Optional<double[]> theta, Optional<Dataset> train,
        Matrix x, Optional<Matrix> x2, Optional<Dataset> test, List<Double> times, double ridge,
        Optional<Storage> storage, boolean stored, boolean analysed, Seed seed, Map<String, Object> options,
        List<String> remarks) {
    /** One that is put together from what a person writes; {@code seed} is the root of randomness. */
    public static KernelSettingBuilder builder(StartingNetwork network, long seed) {
        return new KernelSettingBuilder(network, seed);
    }

    /** A setting that was put together by hand. */
    public KernelSetting(Network network, Kind kind, Optional<double[]> theta, Optional<Dataset> train, Matrix x,
            Optional<Matrix> x2, Optional<Dataset> test, List<Double> times, double ridge, Optional<Storage> storage,
            boolean stored, boolean analysed, Seed seed) {
        this(network, kind, theta, train, x, x2, test, times, ridge, storage, stored, analysed, seed, Map.of(),
                List.of());
    }

    /** The kernels of an architecture. */
    public enum Kind {
        /** The tangent kernel at infinite width. */
        NTK("tangent kernel"),
        /** The covariance of the outputs at infinite width. */
        NNGP("NNGP kernel"),
        /** The tangent kernel of a finite network. */
        EMPIRICAL("empirical tangent kernel");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }

        /** The kernel of infinite width of this name, ntk or nngp. */
        public static Kind parse(String name) {
            return switch (name) {
                case "ntk" -> NTK;
                case "nngp" -> NNGP;
                default -> throw new IllegalArgumentException("--kind is " + name + "; write ntk or nngp");
            };
        }
    }

    /**
     * Files of a stored kernel.
     *
     * @param folder where they are
     * @param resume whether files that are there are gone on from
     * @param tolerance of the certified residual
     * @param rank columns of the preconditioner, where it is not the usual number
     * @param iterations the most of conjugate gradients
     */
    public record Storage(Path folder, boolean resume, double tolerance, Optional<Integer> rank, int iterations) {
        /** The name of the file of a stored kernel. */
        static final String KERNEL = "kernel.tiles";
        /** The name of the file of the solution under way. */
        static final String CHECKPOINT = "solve.checkpoint";

        /** Refuses what no solution can have. */
        public Storage {
            if (!(tolerance > 0 && tolerance < 1)) {
                throw new IllegalArgumentException(
                        "--tolerance is " + tolerance + "; a number between 0 and 1 is needed");
            }
            rank.filter(columns -> columns < 1).ifPresent(columns -> {
                throw new IllegalArgumentException("--rank is " + columns + "; at least 1 column is needed");
            });
            if (iterations < 1) {
                throw new IllegalArgumentException("--iterations is " + iterations + "; at least 1 is needed");
            }
        }

        /** The kernel. */
        public Path kernel() {
            return folder.resolve(KERNEL);
        }

        /** The state of the solution under way. */
        public Path checkpoint() {
            return folder.resolve(CHECKPOINT);
        }

        /** By the names of the options. */
        void describe(Map<String, Object> options) {
            options.put("stored", true);
            options.put("tolerance", tolerance);
            rank.ifPresent(columns -> options.put("rank", columns));
            options.put("iterations", iterations);
        }
    }

    /** Copies the list; refuses what contradicts itself. */
    public KernelSetting {
        times = List.copyOf(times);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        remarks = List.copyOf(remarks);
        for (double time : times) {
            if (!(time >= 0)) {
                throw new IllegalArgumentException("kernel: the time " + time + " is not one of 0 to infinity");
            }
        }
        if (!(ridge >= 0) || !Double.isFinite(ridge)) {
            throw new IllegalArgumentException(
                    "kernel: the ridge is " + ridge + ", it must be at least 0 and finite");
        }
        if (ridge > 0 && times.stream().anyMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "kernel: a ridge replaces the end of training, so the only time with it is inf");
        }
        if (test.isPresent() && (train.isEmpty() || x2.isPresent())) {
            throw new IllegalArgumentException(
                    "kernel: predictions need points with targets, and no other points for the columns");
        }
        if (train.isPresent() && test.isPresent() && network.outputs() != train.get().outputs()) {
            throw new IllegalArgumentException("kernel: the network has " + network.outputs()
                    + " outputs, the targets of " + train.get().name() + " have " + train.get().outputs()
                    + " columns; they must agree");
        }
        if (network.inputs() != x.columns()) {
            throw new IllegalArgumentException("kernel: the points have " + x.columns() + " columns, "
                    + network + " takes " + network.inputs() + " inputs; rows are samples");
        }
        if (x2.isPresent() && network.inputs() != x2.get().columns()) {
            throw new IllegalArgumentException("kernel: the other points have " + x2.get().columns() + " columns, "
                    + network + " takes " + network.inputs() + " inputs; rows are samples");
        }
        if (stored && storage.isEmpty()) {
            throw new IllegalArgumentException("kernel: to store the kernel a folder is needed");
        }
        if (stored && x2.isPresent()) {
            throw new IllegalArgumentException("kernel: a stored kernel is that of points with themselves");
        }
    }

    /** The order of the kernel: a finite network has a row for each output of each point. */
    public long order() {
        return kind == Kind.EMPIRICAL ? (long) x.rows() * network.outputs() : x.rows();
    }

    /** Whether some time is finite. */
    boolean transientAsked() {
        return times.stream().anyMatch(Double::isFinite);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
