package org.paisaje.theory.landscape.glass;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.random.Seed;

/**
 * The critical points of a glass of few spins that Newton's method finds from many starts, each with its antipode. With
 * {@code sum (-1)^index} equal to the Euler characteristic of the sphere (2 for odd N, 0 for even N) nothing speaks against
 * their being all.
 *
 * @param points by energy
 * @param failed starts from which Newton's method did not come to a critical point
 * @param euler {@code sum (-1)^index}
 * @param characteristic what it must be for all critical points together
 */
public record GlassCensus(List<GlassPoint> points, int failed, int euler, int characteristic) {
    private static final double SAME = 1e-6;

    /** Copies the list. */
    public GlassCensus {
        points = List.copyOf(points);
    }

    /** Newton's method from so many starts. */
    public static GlassCensus of(SpinGlass glass, int starts, Seed seed) {
        var search = new GlassSearch(glass);
        var draw = seed.generator();
        List<GlassPoint> all = new ArrayList<>();
        int failed = 0;
        for (int i = 0; i < starts; i++) {
            Optional<GlassPoint> end = search.start(draw).newton();
            failed += end.isEmpty() ? 1 : 0;
            end.ifPresent(point -> {
                addNew(all, point);
                double[] opposite = point.s().clone();
                for (int j = 0; j < opposite.length; j++) {
                    opposite[j] = -opposite[j];
                }
                addNew(all, search.start(opposite).here());
            });
        }
        all.sort(Comparator.comparingDouble(GlassPoint::density));
        int euler = all.stream().mapToInt(point -> point.index() % 2 == 0 ? 1 : -1).sum();
        return new GlassCensus(all, failed, euler, glass.spins() % 2 == 0 ? 0 : 2);
    }

    private static void addNew(List<GlassPoint> all, GlassPoint point) {
        for (GlassPoint known : all) {
            double distance = 0;
            for (int i = 0; i < point.s().length; i++) {
                distance = Math.max(distance, Math.abs(known.s()[i] - point.s()[i]));
            }
            if (distance < SAME) {
                return;
            }
        }
        all.add(point);
    }

    /** Whether the sum is that of all critical points. */
    public boolean complete() {
        return euler == characteristic;
    }
}
