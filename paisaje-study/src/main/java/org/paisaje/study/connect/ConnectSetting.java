package org.paisaje.study.connect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.paisaje.network.Architecture;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.train.FitSetting;
import org.paisaje.weights.Weights;

/**
 * Networks and what is looked for between them.
 *
 * @param problem data, network and loss
 * @param files weights of the networks, two at least; empty to train them
 * @param training how they are trained where there are no files
 * @param count how many are trained
 * @param align how they are brought to each other
 * @param curves what is tried between the first two, aligned
 * @param points steps at which a curve is looked at
 * @param effort what is spent on curves
 */
public record ConnectSetting(Problem problem, List<Path> files, Optional<FitSetting> training, int count, Align align,
        List<CurveKind> curves, int points, Effort effort) {
    /** How networks are brought to each other. */
    public enum Align {
        /** By weights and by activations; the lower barrier is kept. */
        BEST,
        /** By their weights. */
        WEIGHTS,
        /** By what their units answer. */
        ACTIVATIONS,
        /** Not at all. */
        NONE;

        /** The word in settings. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Curves beside the straight line. */
    public enum CurveKind {
        /** A chain of segments with trained corners. */
        CHAIN("chain"),
        /** A Bezier curve with trained control points. */
        BEZIER("Bezier curve"),
        /** The automated nudged elastic band. */
        NEB("elastic band"),
        /** Dynamic string sampling below 1.2 times the higher loss of the ends. */
        STRING("string");

        private final String words;

        CurveKind(String words) {
            this.words = words;
        }

        /** The word in settings. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** For people. */
        public String words() {
            return words;
        }

        /** Reads a list of words, or {@code none}. */
        public static List<CurveKind> parse(String text) {
            if (text.equals("none")) {
                return List.of();
            }
            List<CurveKind> result = new ArrayList<>();
            for (String word : text.split(",", -1)) {
                CurveKind kind = Arrays.stream(values())
                        .filter(known -> known.word().equals(word.strip().toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException("--curves: \"" + word + "\" is not known; there "
                                        + "are chain, bezier, neb and string, separated by commas, and none"));
                if (!result.contains(kind)) {
                    result.add(kind);
                }
            }
            return List.copyOf(result);
        }
    }

    /**
     * What is spent on a curve.
     *
     * @param bends inner control points of chains and Bezier curves
     * @param steps of their training; the band takes as many over its cycles
     * @param rate of Adam there
     */
    public record Effort(int bends, int steps, double rate) {
        /** Checks the numbers. */
        public Effort {
            require(bends >= 1, "bends", bends, "at least 1 is needed");
            require(steps >= 1, "steps", steps, "at least 1 is needed");
            require(rate > 0 && Double.isFinite(rate), "rate", rate, "a finite number above 0 is needed");
        }
    }

    /** Copies the lists and checks that there are networks to connect. */
    public ConnectSetting {
        files = List.copyOf(files);
        curves = List.copyOf(curves);
        if (files.size() == 1) {
            throw new IllegalArgumentException("connect: there is one file, " + files.getFirst()
                    + "; two networks at least are needed to connect, or no file, to train two from different starts");
        }
        if (files.isEmpty() && (training.isEmpty() || count < 2)) {
            throw new IllegalArgumentException("connect: --count is " + count + "; at least 2 networks are needed");
        }
        require(points >= 2 && points <= 10_001, "points", points, "2 to 10,001 are possible");
    }

    private static void require(boolean holds, String option, Number value, String needed) {
        if (!holds) {
            throw new IllegalArgumentException("connect: --" + option + " is " + value + "; " + needed);
        }
    }

    /** The architecture of all networks; what batch normalisations normalise by is among the parameters. */
    public Architecture network() {
        return problem.architecture().absorbing();
    }

    /**
     * Reads the networks.
     *
     * @param notes takes what was assumed
     * @throws IllegalArgumentException naming the file that is not of this architecture
     */
    List<End> read(List<String> notes) {
        List<End> result = new ArrayList<>();
        for (Path file : files) {
            Weights.network(file).ifPresent(told -> requireSame(file, told));
            Weights.Read read = Weights.load(file, problem.architecture());
            read.notes().forEach(note -> notes.add(file + ": " + note));
            result.add(new End(Weights.normalized(file, problem.architecture()), read.theta()));
        }
        return result;
    }

    /** A network as it came, with what its own batch normalisations normalise by. */
    record End(Architecture network, double[] theta) {
        double[] absorbed() {
            return network.absorbed(theta);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof End end && network.equals(end.network) && Arrays.equals(theta, end.theta);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(theta);
        }

        @Override
        public String toString() {
            return "End[" + network + "]";
        }
    }

    private void requireSame(Path file, String told) {
        String own = network().withoutHead().text();
        if (!Architecture.parse(told).withoutHead().text().equals(own)) {
            throw new IllegalArgumentException("connect: " + file + " says that it is of " + told
                    + ", the networks to connect are of " + own
                    + "; a curve joins parameters of one architecture");
        }
    }

    /** The setting by the names of the options, in full. */
    public Map<String, Object> describe() {
        var result = new LinkedHashMap<>(problem.setting());
        if (files.isEmpty()) {
            FitSetting fit = training.orElseThrow();
            result.put("count", count);
            result.put("optimizer", fit.optimizer().text());
            result.put("epochs", fit.epochs());
            result.put("batch", fit.batch());
        } else {
            result.put("networks", files.stream().map(Path::toString).toList());
        }
        result.put("align", align.word());
        result.put("curves", curves.isEmpty()
                ? "none"
                : curves.stream().map(CurveKind::word).collect(Collectors.joining(",")));
        result.put("points", points);
        result.put("bends", effort.bends());
        result.put("steps", effort.steps());
        result.put("rate", effort.rate());
        return result;
    }
}
