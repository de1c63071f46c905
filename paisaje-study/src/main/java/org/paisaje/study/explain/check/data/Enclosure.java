package org.paisaje.study.explain.check.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;

/**
 * One class inside the other, on the line or in the plane: around the middle of the inner class every direction has samples of
 * the outer one, and behind those of the inner one but for a few.
 *
 * @param inner the class inside
 * @param outer the class around it
 * @param sectors how many directions were looked at, 2 on the line and 8 in the plane
 */
public record Enclosure(String inner, String outer, int sectors) {
    private static final int PLANE = 8;
    /** Samples of the outer class that each sector has at least. */
    private static final int FEWEST = 2;
    /** The share of the samples that may lie on the wrong side. */
    private static final double ASTRAY = 0.03;

    /** What is found; only of two classes with one or two inputs. */
    public static Optional<Enclosure> of(Dataset data) {
        if (data.classes().size() != 2 || data.inputs() > 2) {
            return Optional.empty();
        }
        for (int inner = 0; inner < 2; inner++) {
            if (encloses(data.x(), data.labels(), inner)) {
                return Optional.of(new Enclosure(data.classes().get(inner), data.classes().get(1 - inner),
                        data.inputs() == 1 ? 2 : PLANE));
            }
        }
        return Optional.empty();
    }

    /**
     * What no weights of a network can cut out exactly: layers no wider than the inputs, of functions that never fall, bend the space
     * and lift nothing out of it, so that where it answers one class has no bounded part (Johnson 2019).
     */
    public static Optional<Enclosure> beyond(Architecture network, Dataset data) {
        return network instanceof Mlp mlp && !mlp.hiddenWidths().isEmpty() && mlp.outputs() <= 2
                && mlp.hiddenWidths().stream().allMatch(width -> width <= mlp.inputs()) && rises(mlp.activation())
                        ? of(data)
                        : Optional.empty();
    }

    /** Whether the function never falls, as far as its slopes between -8 and 8 tell. */
    private static boolean rises(Activation activation) {
        for (double z = -8; z <= 8; z += 0.125) {
            if (activation.first(z) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean encloses(Matrix x, int[] labels, int inner) {
        int n = x.rows();
        double[] middle = new double[x.columns()];
        int count = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; labels[i] == inner && j < middle.length; j++) {
                middle[j] += x.get(i, j);
            }
            count += labels[i] == inner ? 1 : 0;
        }
        if (count == 0) {
            return false;
        }
        int finalCount = count;
        double[] centre = Arrays.stream(middle).map(sum -> sum / finalCount).toArray();
        int astray = 0;
        for (int sector = 0; sector < (centre.length == 1 ? 2 : PLANE); sector++) {
            int[] wrong = astray(x, labels, inner, centre, sector);
            if (wrong[1] < FEWEST) {
                return false;
            }
            astray += wrong[0];
        }
        return astray <= ASTRAY * n;
    }

    /** In a sector, at the best radius: how many samples are on the wrong side of it, and how many of the outer class beyond it. */
    private static int[] astray(Matrix x, int[] labels, int inner, double[] centre, int sector) {
        int[] own = IntStream.range(0, x.rows()).filter(i -> sector(x, i, centre) == sector).toArray();
        Integer[] order = Arrays.stream(own)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> radius(x, i, centre)))
                .toArray(Integer[]::new);
        int beyond = (int) Arrays.stream(own).filter(i -> labels[i] != inner).count();
        int wrong = own.length - beyond;
        int[] best = {wrong, beyond};
        for (int i : order) {
            wrong += labels[i] == inner ? -1 : 1;
            beyond -= labels[i] == inner ? 0 : 1;
            if (wrong < best[0]) {
                best = new int[] {wrong, beyond};
            }
        }
        return best;
    }

    private static int sector(Matrix x, int i, double[] centre) {
        if (centre.length == 1) {
            return x.get(i, 0) < centre[0] ? 0 : 1;
        }
        double turn = Math.atan2(x.get(i, 1) - centre[1], x.get(i, 0) - centre[0]) / (2 * Math.PI) + 0.5;
        return Math.min(PLANE - 1, (int) (PLANE * turn));
    }

    private static double radius(Matrix x, int i, double[] centre) {
        return centre.length == 1
                ? Math.abs(x.get(i, 0) - centre[0])
                : Math.hypot(x.get(i, 0) - centre[0], x.get(i, 1) - centre[1]);
    }
}
