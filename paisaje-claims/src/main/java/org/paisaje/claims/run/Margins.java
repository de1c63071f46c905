package org.paisaje.claims.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.paisaje.claims.Expectation;
import org.paisaje.claims.Judgement;
import org.paisaje.study.Comparison;

/**
 * How safely intervals decide a claim in one setting.
 *
 * @param decisive the line that is undecided most easily of those which a support needs, or the clearest of those that
 *            refute
 * @param chance at most how often another seed leaves the claim undecided: the sum over the lines which a support needs
 */
public record Margins(Margin decisive, double chance) {
    /**
     * The margins of a claim that was judged with several seeds.
     *
     * @param judgements of the same claim in the same setting, one for each seed
     * @return empty if no interval has a part in the verdict
     */
    public static Optional<Margins> of(List<Judgement> judgements) {
        List<List<Comparison>> lines = lines(judgements);
        boolean refuted = 2 * judgements.stream()
                .filter(judgement -> judgement.verdict().kind() == Expectation.REFUTED)
                .count() > judgements.size();
        if (!refuted) {
            List<Margin> margins = lines.stream().flatMap(line -> Margin.of(line).stream()).toList();
            return margins.stream()
                    .min(Comparator.comparingDouble(Margin::ratio))
                    .map(least -> new Margins(least, margins.stream().mapToDouble(Margin::chance).sum()));
        }
        List<List<Comparison>> against = lines.stream()
                .filter(line -> line.stream().allMatch(c -> c.outcome() == Comparison.Outcome.CONTRADICTS))
                .toList();
        List<Margin> margins = against.stream().flatMap(line -> Margin.of(line).stream()).toList();
        // A line without an interval refutes for every seed.
        return margins.size() < against.size()
                ? Optional.empty()
                : margins.stream()
                        .max(Comparator.comparingDouble(Margin::ratio))
                        .map(most -> new Margins(most, most.chance()));
    }

    /** The lines of the first judgement, each with those of the others that compare the same. */
    private static List<List<Comparison>> lines(List<Judgement> judgements) {
        List<List<Comparison>> lines = new ArrayList<>();
        for (int k = 0; k < judgements.getFirst().comparisons().size(); k++) {
            List<Comparison> line = new ArrayList<>();
            for (Judgement judgement : judgements) {
                if (k < judgement.comparisons().size()) {
                    line.add(judgement.comparisons().get(k));
                }
            }
            lines.add(line);
        }
        return lines;
    }
}
