package org.paisaje.study.explain.check.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.Brief;
import org.paisaje.math.stats.Means;
import org.paisaje.math.stats.Moments;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.InOrder;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;

/**
 * What a run leaves of the error of a constant on the test data as they are, and on groups of rows of which none was trained on: the
 * same run with the same seed, budget and number of training rows, made again with other groups held out until there are enough of
 * them to tell a difference from chance.
 *
 * @param mixed what is left on the test data as they are
 * @param apart what is left on whole groups held out
 * @param chance with what probability groups that are no harder would come out so much worse, by Student's t over groups
 * @param groups how many groups were held out
 * @param runs how many runs that took
 */
public record WholeGroups(double mixed, double apart, double chance, int groups, int runs) {
    /** So many groups make a mean nearly normal. */
    private static final int ENOUGH = 30;
    private static final int MOST_RUNS = 5;

    /**
     * The comparison; absent where no run may be made, or none can be.
     *
     * @param before what the run leaves on the test data
     * @param groups the group of each row, of the training rows and then of the test rows
     * @param again makes a run, as many as are to be made being told; absent for none
     */
    public static Optional<WholeGroups> of(Setup setup, Score before, int[] groups,
            Function<List<Setup>, List<Attempt>> again) {
        Dataset train = setup.train();
        Dataset test = setup.test().orElseThrow();
        Dataset all = InOrder.stacked(train, test);
        List<int[]> parts = parts(setup, all, groups, test.size());
        List<Setup> setups = parts.stream().map(held -> {
            boolean[] out = new boolean[all.size()];
            Arrays.stream(held).forEach(i -> out[i] = true);
            int[] rest = IntStream.range(0, all.size()).filter(i -> !out[i]).toArray();
            int[] fit = Arrays.stream(Reference.spread(rest.length, Math.min(rest.length, train.size())))
                    .map(i -> rest[i])
                    .toArray();
            return setup.on(all.subset(fit), all.subset(held));
        }).toList();
        List<Attempt> made = setups.isEmpty() ? List.of() : again.apply(setups);
        if (made.isEmpty() || made.stream().anyMatch(Attempt::diverged)) {
            return Optional.empty();
        }
        List<double[]> each = new ArrayList<>();
        List<int[]> of = new ArrayList<>();
        for (int r = 0; r < made.size(); r++) {
            each.add(Score.of(setups.get(r), made.get(r).end(), setups.get(r).test().orElseThrow()).each());
            of.add(Arrays.stream(parts.get(r)).map(i -> groups[i]).toArray());
        }
        Clustered apart = Clustered.of(each.stream().flatMapToDouble(Arrays::stream).toArray(),
                of.stream().flatMapToInt(Arrays::stream).toArray());
        Clustered mixed = Clustered.of(before.each(), Arrays.copyOfRange(groups, train.size(), groups.length));
        double error = Math.hypot(apart.error(), mixed.error());
        double t = error > 0 ? (apart.mean() - mixed.mean()) / error : 0;
        return Optional.of(new WholeGroups(mixed.mean(), apart.mean(),
                apart.groups() < 2 ? 1 : Means.studentTail(t, apart.groups() - 1.0), apart.groups(), made.size()));
    }

    /** A mean over rows of which those of a group go together. */
    private record Clustered(double mean, double error, int groups) {
        static Clustered of(double[] each, int[] groups) {
            double mean = Moments.of(each).mean();
            double[] sums = new double[Arrays.stream(groups).max().orElse(0) + 1];
            for (int i = 0; i < each.length; i++) {
                sums[groups[i]] += each[i] - mean;
            }
            int count = (int) Arrays.stream(groups).distinct().count();
            double variance = Arrays.stream(sums).map(sum -> sum * sum).sum() * count / Math.max(1, count - 1);
            return new Clustered(mean, Math.sqrt(variance) / each.length, count);
        }
    }

    /** Rows to hold out, about as many as there are test rows, in whole groups and such that no class is without training rows. */
    private static List<int[]> parts(Setup setup, Dataset all, int[] groups, int size) {
        int count = Arrays.stream(groups).max().orElse(0) + 1;
        List<List<Integer>> members = new ArrayList<>();
        IntStream.range(0, count).forEach(g -> members.add(new ArrayList<>()));
        IntStream.range(0, groups.length).forEach(i -> members.get(groups[i]).add(i));
        int[] labels = setup.classes() ? all.labels() : new int[all.size()];
        int[] order = setup.seed().named("whole groups").permutation(count);
        boolean[] used = new boolean[count];
        List<int[]> parts = new ArrayList<>();
        int held = 0;
        while (held < ENOUGH && parts.size() < MOST_RUNS) {
            int[] left = new int[Math.max(1, all.classes().size())];
            Arrays.stream(labels).forEach(label -> left[label]++);
            List<Integer> rows = new ArrayList<>();
            int taken = 0;
            for (int g : order) {
                List<Integer> own = members.get(g);
                if (used[g] || rows.size() + own.size() > size) {
                    continue;
                }
                own.forEach(i -> left[labels[i]]--);
                if (own.stream().anyMatch(i -> left[labels[i]] == 0)) {
                    own.forEach(i -> left[labels[i]]++);
                    continue;
                }
                used[g] = true;
                rows.addAll(own);
                taken++;
            }
            if (2 * rows.size() < size) {
                break;
            }
            held += taken;
            parts.add(rows.stream().mapToInt(Integer::intValue).sorted().toArray());
        }
        return parts;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
