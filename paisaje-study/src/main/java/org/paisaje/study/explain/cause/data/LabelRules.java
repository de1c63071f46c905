package org.paisaje.study.explain.cause.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.data.Standardization;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.check.data.LabelNoise;
import org.paisaje.study.explain.signal.Signals;

/** Causes in how classes are written and numbered. */
public final class LabelRules {
    private static final double RARE = 0.1;
    private static final double MOSTLY = 0.8;
    private static final double WORSE = 0.4;
    /** A run that leaves no more than that of the error of a constant has not met many wrong labels. */
    static final double FLIPPED = 0.2;
    /** Labels that are noise are wrong answers on test data too, so a run that is right more often contradicts it. */
    private static final double MET = 0.7;

    private LabelRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(
                Rule.of("names of classes", LabelRules::names, "data.class-names").needing(Need.CLASSES),
                Rule.of("numbering of the test labels", LabelRules::numbering, "data.test-labels")
                        .needing(Need.CLASSES, Need.TEST_DATA, Need.FINITE));
    }

    /** Names that differ in case or blanks, or a rare one that differs from a frequent one in one letter. */
    private static Optional<Cause> names(Signals s) {
        List<String> names = s.setup().train().classes();
        int[] counts = s.setup().train().classCounts();
        if (names.size() != counts.length || names.size() < 2) {
            return Optional.empty();
        }
        List<String> pairs = new ArrayList<>();
        for (int a = 0; a < counts.length; a++) {
            for (int b = 0; b < counts.length; b++) {
                boolean rarer = counts[a] < counts[b] || counts[a] == counts[b] && a > b;
                boolean same = plain(names.get(a)).equals(plain(names.get(b)));
                boolean slip = counts[a] < RARE * counts[b] && slip(plain(names.get(a)), plain(names.get(b)));
                if (a != b && rarer && (same || slip)) {
                    pairs.add("'" + names.get(a) + "' (" + Words.count(counts[a], "row") + ") and '" + names.get(b)
                            + "' (" + counts[b] + ")");
                    break;
                }
            }
        }
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        String head = (pairs.size() == 1 ? "Two names of classes" : "Names of classes")
                + " differ so little that they may mean one class: "
                + String.join("; ", pairs.stream().limit(3).toList())
                + ".";
        return Optional.of(Cause.decided("data.class-names", Stage.TARGETS, 5, head,
                "Rows of one class under two names contradict each other: no network can tell them apart, and the rarer name "
                        + "is never answered.",
                "Write each class in one way: look at case, blanks and slips of the pen in the column of the labels."));
    }

    /** Labels of other classes in the middle of a class, in a run that does as well as the labels allow. */
    static Optional<Cause> flipped(Signals s) {
        return noise(s).map(found -> Cause.decided("data.noise", Stage.FIT, 2, head(s.setup().train(), found),
                "Of the rows whose 15 neighbours agree most, away from the borders between classes: "
                        + words(s.setup().train(), found) + ". The run is right on "
                        + Words.percent(s.test().orElse(s.train()).accuracy().orElse(0)) + " of the "
                        + (s.test().isPresent() ? "test" : "training")
                        + " rows, and no network can be right on many more.",
                "Look at such rows: labels are wrong, or an input that tells them apart is missing.")
                .with(Trait.NOISE));
    }

    /** Labels that are noise, if the answers of the network do not contradict that. */
    static Optional<LabelNoise> noise(Signals s) {
        if (!s.setup().classes() || s.setup().balancedClasses()) {
            return Optional.empty();
        }
        Dataset train = s.setup().train();
        double wrong = 1 - s.test().orElse(s.train()).accuracy().orElse(0);
        return LabelNoise
                .of(Standardization.of(train.x()).apply(train.x()), train.labels(), train.classCounts().length)
                .filter(LabelNoise::shows)
                .filter(found -> wrong > MET * found.share());
    }

    private static String head(Dataset train, LabelNoise found) {
        return found.oneWay()
                .map(one -> "About " + Words.percent(one.share()) + " of what is " + name(train, one.label())
                        + " by its inputs is labelled " + name(train, one.instead())
                        + ", and hardly any the other way: the noise of the labels goes one way.")
                .orElseGet(() -> "About " + Words.percent(found.share())
                        + " of the labels are noise: so many differ from those around them in the middle of classes too.");
    }

    private static String name(Dataset train, int label) {
        return "'" + train.classes().get(label) + "'";
    }

    /** How many rows in the middle of each class have another label. */
    static String words(Dataset train, LabelNoise found) {
        return String.join(", ", found.around()
                .stream()
                .sorted(Comparator.comparingDouble(one -> -one.share()))
                .limit(4)
                .map(one -> "of " + Words.count(one.rows(), "row") + " amid " + name(train, one.label()) + " "
                        + Words.percent(one.share()) + " have another label (" + Words.percent(one.interval().low())
                        + " to " + Words.percent(one.interval().high()) + ")")
                .toList());
    }

    /** Which way the noise of the labels goes, a sentence to be put behind others; empty if it does not show. */
    public static String direction(Signals s) {
        return noise(s).map(found -> " " + head(s.setup().train(), found)).orElse("");
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ");
    }

    /** Words of three letters and more that differ by one letter more, less, other, or exchanged with its neighbour. */
    static boolean slip(String a, String b) {
        if (a.length() < 3 || b.length() < 3 || Math.abs(a.length() - b.length()) > 1
                || !a.chars().allMatch(c -> Character.isLetter(c) || c == ' ')
                || !b.chars().allMatch(c -> Character.isLetter(c) || c == ' ')) {
            return false;
        }
        int from = 0;
        int shorter = Math.min(a.length(), b.length());
        while (from < shorter && a.charAt(from) == b.charAt(from)) {
            from++;
        }
        String restA = a.substring(from);
        String restB = b.substring(from);
        if (a.length() > b.length()) {
            return restA.substring(1).equals(restB);
        }
        if (b.length() > a.length()) {
            return restB.substring(1).equals(restA);
        }
        boolean exchanged = restA.length() > 1 && restA.charAt(0) == restB.charAt(1)
                && restA.charAt(1) == restB.charAt(0)
                && restA.substring(2).equals(restB.substring(2));
        return exchanged || !restA.isEmpty() && restA.substring(1).equals(restB.substring(1));
    }

    /** The test labels are those of the answers with other numbers. */
    private static Optional<Cause> numbering(Signals s) {
        Dataset test = s.setup().test().orElseThrow();
        int classes = s.setup().train().classCounts().length;
        if (s.train().left() > 0.5 || test.size() < 4 * classes) {
            return Optional.empty();
        }
        int[] answers = Score.answers(s.setup(), s.setup().network().forward(s.attempt().end(), test.x()));
        int[] labels = test.labels();
        int[][] table = new int[classes][classes];
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            table[answers[i]][labels[i]]++;
            right += answers[i] == labels[i] ? 1 : 0;
        }
        int[] means = new int[classes];
        boolean[] taken = new boolean[classes];
        int mapped = 0;
        for (int a = 0; a < classes; a++) {
            for (int c = 1; c < classes; c++) {
                means[a] = table[a][c] > table[a][means[a]] ? c : means[a];
            }
            if (table[a][means[a]] > 0) {
                if (taken[means[a]]) {
                    return Optional.empty();
                }
                taken[means[a]] = true;
            }
            mapped += table[a][means[a]];
        }
        double share = (double) right / labels.length;
        double other = (double) mapped / labels.length;
        if (other < MOSTLY || share > other - WORSE) {
            return Optional.empty();
        }
        List<String> names = s.setup().train().classes();
        int first = 0;
        while (means[first] == first || table[first][means[first]] == 0) {
            first++;
        }
        return Optional.of(Cause.decided("data.test-labels", Stage.TARGETS, 20,
                "The test labels are numbered or named otherwise than the training labels.",
                "On the training data " + Words.percent(s.train().accuracy().orElse(0))
                        + " are right, on the test data "
                        + Words.percent(share) + "; with the classes exchanged ('" + names.get(first) + "' for '"
                        + names.get(means[first]) + "' and so on) " + Words.percent(other)
                        + " of the test data would be.",
                "Turn names into numbers once, for training and test data together."));
    }
}
