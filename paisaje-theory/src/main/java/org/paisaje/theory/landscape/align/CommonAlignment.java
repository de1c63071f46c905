package org.paisaje.theory.landscape.align;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;

/**
 * More than two networks brought to each other. Each has one symmetry that brings it to a common place, and the map between
 * two of them is that of one followed by the inverse of the other, so that maps around any cycle give the identity. The
 * common place begins with the first network; then each network in turn is aligned anew to the mean of the others as long as
 * the sum of squared distances of the balanced networks falls; last, units are scaled to those of the first.
 *
 * @param maps one for each network, to the common place
 * @param thetas the parameters there
 * @param before the root mean square distance from the mean as the networks came
 * @param after the same in the common place
 * @param change the largest change of an output, relative to the largest output; rounding
 */
public record CommonAlignment(List<UnitMap> maps, List<double[]> thetas, double before, double after,
        double change) {
    private static final int ROUNDS = 20;
    private static final double GAIN = 1e-9;

    /** Copies the lists. */
    public CommonAlignment {
        maps = List.copyOf(maps);
        thetas = List.copyOf(thetas);
    }

    /** Aligns all. The first network stays as it is; see {@link NetworkAlignment#of}. */
    public static CommonAlignment of(Architecture network, List<double[]> all, NetworkAlignment.By by, Matrix x,
            Seed seed) {
        Symmetries symmetries = Symmetries.of(network);
        int count = all.size();
        List<UnitMap> balances = new ArrayList<>();
        List<double[]> balanced = new ArrayList<>();
        List<UnitMap> matched = new ArrayList<>();
        List<double[]> placed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            balances.add(Balance.of(symmetries, all.get(i)));
            balanced.add(symmetries.apply(balances.get(i), all.get(i)));
            var pair = new NetworkAlignment.Pair(all.getFirst(), all.get(i), balanced.getFirst(), balanced.get(i));
            matched.add(i == 0
                    ? UnitMap.identity(symmetries)
                    : NetworkAlignment.matched(symmetries, network, by, pair, x, seed.at(i)));
            placed.add(symmetries.apply(matched.get(i), balanced.get(i)));
        }
        double reached = spread(placed);
        for (int round = 0; count > 2 && round < ROUNDS; round++) {
            double start = reached;
            for (int i = 1; i < count; i++) {
                UnitMap again = new WeightMatching(symmetries, meanWithout(placed, i), balanced.get(i))
                        .best(List.of(matched.get(i)), 0, seed);
                List<double[]> tried = new ArrayList<>(placed);
                tried.set(i, symmetries.apply(again, balanced.get(i)));
                double spread = spread(tried);
                if (spread < reached * (1 - GAIN)) {
                    reached = spread;
                    placed = tried;
                    matched.set(i, again);
                }
            }
            if (!(reached < start * (1 - GAIN))) {
                break;
            }
        }
        List<UnitMap> maps = new ArrayList<>();
        List<double[]> thetas = new ArrayList<>();
        UnitMap home = balances.getFirst().inverse();
        double change = 0;
        for (int i = 0; i < count; i++) {
            UnitMap whole = balances.get(i).then(matched.get(i)).then(home);
            maps.add(i == 0
                    ? UnitMap.identity(symmetries)
                    : ScaleMatching.refined(symmetries, all.getFirst(), all.get(i), whole));
            thetas.add(symmetries.apply(maps.get(i), all.get(i)));
            change = Math.max(change, NetworkAlignment.checkedChange(network, all.get(i), thetas.get(i), x));
        }
        return new CommonAlignment(maps, thetas, spread(all), spread(thetas), change);
    }

    /** The symmetry that brings network i to where network j is at home. */
    public UnitMap between(int i, int j) {
        return maps.get(i).then(maps.get(j).inverse());
    }

    private static double[] meanWithout(List<double[]> all, int without) {
        double[] mean = new double[all.getFirst().length];
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; i != without && j < mean.length; j++) {
                mean[j] += all.get(i)[j] / (all.size() - 1);
            }
        }
        return mean;
    }

    private static double spread(List<double[]> all) {
        double[] mean = meanWithout(all, -1);
        double factor = (all.size() - 1.0) / all.size();
        for (int j = 0; j < mean.length; j++) {
            mean[j] *= factor;
        }
        double sum = 0;
        for (double[] theta : all) {
            double distance = Norms.distance(theta, mean);
            sum += distance * distance / all.size();
        }
        return Math.sqrt(sum);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
