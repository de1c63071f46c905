package org.paisaje.study.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A direction in parameter space that can be asked for. */
public enum SliceDirection {
    /** Drawn at random, each filter scaled to the norm of that of the weights. */
    FILTER("random, each filter with the norm of that of the weights"),
    /** Drawn at random, as long as the weights. */
    RANDOM("random, as long as the weights"),
    /** The eigenvector of the largest eigenvalue of the Hessian; named twice, of the next as well. */
    TOP("eigenvector of the Hessian, largest eigenvalue"),
    /** The eigenvector of the least eigenvalue of the Hessian; named twice, of the next as well. */
    BOTTOM("eigenvector of the Hessian, least eigenvalue"),
    /** Principal components of the training run. */
    PCA("principal component of the run");

    private final String words;

    SliceDirection(String words) {
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

    /**
     * Reads a list of one word or two; {@code pca} stands for both directions of a plane.
     *
     * @throws IllegalArgumentException naming the word that is not known
     */
    public static List<SliceDirection> parse(String text) {
        List<SliceDirection> result = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            result.add(Arrays.stream(values())
                    .filter(known -> known.word().equals(word.strip().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("--directions: \"" + word
                            + "\" is not known; there are " + Arrays.stream(values())
                                    .map(SliceDirection::word)
                                    .collect(Collectors.joining(", "))
                            + "; one of them is a line, two are a plane")));
        }
        if (result.contains(PCA)) {
            result.removeIf(direction -> direction == PCA);
            if (!result.isEmpty()) {
                throw new IllegalArgumentException("--directions " + text
                        + ": pca is both directions of a plane; nothing can stand beside it");
            }
            return List.of(PCA, PCA);
        }
        if (result.size() > 2) {
            throw new IllegalArgumentException(
                    "--directions " + text + ": one direction is a line, two are a plane; more cannot be drawn");
        }
        return List.copyOf(result);
    }

    /** The list as {@link #parse} reads it. */
    static String text(List<SliceDirection> directions) {
        return directions.contains(PCA)
                ? PCA.word()
                : directions.stream().map(SliceDirection::word).collect(Collectors.joining(","));
    }
}
