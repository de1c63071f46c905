package org.paisaje.bench.explain;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** Data with a fault in them, made from a seed. */
final class ExplanationData {
    private final Seed seed;

    ExplanationData(Seed seed) {
        this.seed = seed;
    }

    /** A smooth function of three of four normal inputs. */
    private static double smooth(double[] x) {
        return Math.sin(2 * x[0]) + 0.5 * x[1] * x[2];
    }

    private Matrix normal(String name, int n, int d) {
        return Matrix.wrap(n, d, seed.named(name).gaussians(n * d));
    }

    /** A regression in which one value in thirty of the last input is -999. */
    Dataset missing() {
        int n = 500;
        Matrix x = normal("missing", n, 4);
        Matrix y = Matrix.zeros(n, 1);
        double[] u = seed.named("missing which").uniforms(n);
        for (int i = 0; i < n; i++) {
            y.set(i, 0, smooth(x.row(i)));
            x.set(i, 3, u[i] < 1.0 / 30 ? -999 : x.get(i, 3));
        }
        return Dataset.regression("missing", x, y);
    }

    /** A regression in which three targets lost their decimal point. */
    Dataset slips() {
        int n = 400;
        Matrix x = normal("slips", n, 4);
        Matrix y = Matrix.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            y.set(i, 0, smooth(x.row(i)) * (i % 150 == 7 ? 1e4 : 1));
        }
        return Dataset.regression("slips", x, y);
    }

    /** Two classes, one of which is written in two ways. */
    Dataset names() {
        Matrix x = normal("names", 500, 4);
        int[] labels = new int[500];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = x.get(i, 0) > 0 ? i % 9 == 0 ? 2 : 0 : 1;
        }
        return Dataset.classification("names", x, labels, List.of("cat", "dog", "Cat"));
    }

    /** Two classes on the fields of a board of six by six. */
    Dataset board() {
        int n = 1500;
        Matrix x = Matrix.wrap(n, 2, seed.named("board").uniforms(2 * n));
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = ((int) (6 * x.get(i, 0)) + (int) (6 * x.get(i, 1))) % 2;
        }
        return Dataset.classification("board", x, labels, List.of("white", "black"));
    }

    /** Images of eight by eight pixels with one bright quarter. */
    Dataset quarters() {
        int n = 500;
        Matrix x = Matrix.wrap(n, 64, seed.named("quarters").uniforms(64 * n));
        int[] labels = Arrays.stream(seed.named("which").uniforms(n)).mapToInt(u -> (int) (4 * u)).toArray();
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < 64; p++) {
                boolean inside = p / 32 == labels[i] / 2 && p % 8 / 4 == labels[i] % 2;
                x.set(i, p, 0.3 * x.get(i, p) + (inside ? 0.7 : 0));
            }
        }
        return Dataset.classification("quarters", x, labels, List.of("a", "b", "c", "d"));
    }

    /** Two classes by the sign of the sum of two inputs. */
    Dataset halves(String name, int n) {
        Matrix x = normal(name, n, 4);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = x.get(i, 0) + x.get(i, 1) > 0 ? 1 : 0;
        }
        return Dataset.classification(name, x, labels, List.of("n", "p"));
    }

    /** The same with the labels exchanged. */
    static Dataset exchanged(Dataset data) {
        return Dataset.classification(data.name(), data.x(),
                Arrays.stream(data.labels()).map(label -> 1 - label).toArray(), data.classes());
    }

    /** The same with inputs in other units. */
    static Dataset inOtherUnits(Dataset data) {
        Matrix x = data.x().copy();
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = 100 + 30 * x.data()[i];
        }
        return data.withInputs(x);
    }

    private Matrix normals(String name, int n, int d) {
        return Matrix.wrap(n, d, seed.named(name).gaussians(n * d));
    }

    /** What forty shops sell, each its own amount, and a little by the price. */
    Dataset shops() {
        Matrix x = normals("shops", 900, 2);
        double[] effects = seed.named("effects").gaussians(40);
        double[] which = seed.named("which").uniforms(900);
        Matrix y = Matrix.zeros(900, 1);
        for (int i = 0; i < 900; i++) {
            int shop = (int) (40 * which[i]);
            x.set(i, 0, shop);
            y.set(i, 0, effects[shop] + 0.3 * x.get(i, 1));
        }
        return Dataset.regression("shops", x, y);
    }

    /** Whether the ones among ten bits are odd in number, for rows drawn at random. */
    Dataset parity() {
        double[] draws = seed.named("parity").uniforms(700);
        Matrix x = Matrix.zeros(700, 10);
        int[] labels = new int[700];
        for (int i = 0; i < 700; i++) {
            int row = (int) (1024 * draws[i]);
            for (int j = 0; j < 10; j++) {
                x.set(i, j, row >> j & 1);
            }
            labels[i] = Integer.bitCount(row) % 2;
        }
        return Dataset.classification("parity", x, labels, List.of("even", "odd"));
    }

    /** A hundred rows with labels drawn at random, each of them four times. */
    Dataset copies() {
        Matrix x = normals("copies", 100, 6);
        double[] coin = seed.named("coin").uniforms(100);
        int[] rows = IntStream.range(0, 400).map(i -> i % 100).toArray();
        int[] labels = IntStream.of(rows).map(i -> coin[i] < 0.5 ? 0 : 1).toArray();
        return Dataset.classification("copies", x.rows(rows), labels, List.of("no", "yes"));
    }

    /** Rows, each five times with a little noise: 120 with labels drawn at random, or 240 with labels on two sides of a plane. */
    Dataset variants(boolean learnable) {
        int things = learnable ? 240 : 120;
        Matrix x = normals("variants", things, 8);
        double[] coin = seed.named("coin of variants").uniforms(things);
        int[] rows = IntStream.range(0, 5 * things).map(i -> i % things).toArray();
        int[] labels = IntStream.of(rows)
                .map(i -> (learnable ? x.get(i, 0) + x.get(i, 1) < 0 : coin[i] < 0.5) ? 0 : 1)
                .toArray();
        Matrix noise = normals("noise of variants", rows.length, 8);
        noise.scale(0.02);
        Matrix varied = x.rows(rows).plus(noise);
        return Dataset.classification("variants", varied, labels, List.of("no", "yes"));
    }

    /** A number with its tax among the inputs. */
    Dataset leak() {
        Matrix x = normals("leak", 400, 4);
        double[] noise = seed.named("leak noise").gaussians(400);
        Matrix y = Matrix.zeros(400, 1);
        for (int i = 0; i < 400; i++) {
            y.set(i, 0, x.get(i, 0) * x.get(i, 1) + noise[i]);
            x.set(i, 3, 1.19 * y.get(i, 0));
        }
        return Dataset.regression("leak", x, y);
    }

    /** Six periods along the first of three inputs, and something slow along the second. */
    Dataset wave() {
        Matrix x = Matrix.wrap(1200, 3, seed.named("wave").uniforms(3600));
        double[] noise = seed.named("wave noise").gaussians(1200);
        Matrix y = Matrix.zeros(1200, 1);
        for (int i = 0; i < 1200; i++) {
            y.set(i, 0, Math.sin(2 * Math.PI * 6 * x.get(i, 0)) + 0.5 * x.get(i, 1) + 0.05 * noise[i]);
        }
        return Dataset.regression("wave", x, y);
    }

    /** Two measured columns in standard units; the first is -12 in a seventh of the rows, where nothing was measured. */
    Dataset unmeasured() {
        Matrix x = normals("unmeasured", 600, 2);
        double[] coin = seed.named("unmeasured coin").uniforms(600);
        Matrix y = Matrix.zeros(600, 1);
        for (int i = 0; i < 600; i++) {
            y.set(i, 0, x.get(i, 0) + 0.5 * x.get(i, 1));
            x.set(i, 0, coin[i] < 1.0 / 7 ? -12 : x.get(i, 0));
        }
        return Dataset.regression("unmeasured", x, y);
    }
}
