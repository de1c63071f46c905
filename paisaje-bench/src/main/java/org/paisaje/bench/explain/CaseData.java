package org.paisaje.bench.explain;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** The data of the cases, all drawn from one seed. */
record CaseData(Seed seed) {
    /** Handwritten digits, drawn under this name. */
    Dataset digits(String name) {
        return Datasets.named("digits", seed.named(name)).sample(900, seed.named(name));
    }

    /** Inputs times a sixteenth of this. */
    static Dataset scaled(Dataset data, double factor) {
        Matrix x = data.x().copy();
        x.scale(factor / 16);
        return data.withInputs(x);
    }

    /** A regression on one input, uniform on an interval, with a little noise. */
    Dataset curve(String name, int n, double low, double high, DoubleUnaryOperator f) {
        double[] u = seed.named(name).uniforms(n);
        double[] noise = seed.named(name + " noise").gaussians(n);
        double[] x = Arrays.stream(u).map(v -> low + (high - low) * v).toArray();
        double[] clean = Arrays.stream(x).map(f).toArray();
        double mean = Arrays.stream(clean).average().orElse(0);
        double spread = Math.sqrt(Arrays.stream(clean).map(v -> (v - mean) * (v - mean)).average().orElse(0));
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = clean[i] + 0.05 * spread * noise[i];
        }
        return Dataset.regression(name, Matrix.wrap(n, 1, x), Matrix.wrap(n, 1, y));
    }

    /** A regression on the first two of d normal inputs; the last spreads over {@code wide}, the first over {@code deciding} if not 0. */
    Dataset columns(String name, int n, int d, double wide, double deciding) {
        Matrix x = Matrix.wrap(n, d, seed.named(name).gaussians(n * d));
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = x.get(i, 0) + 0.5 * x.get(i, 1) * x.get(i, 1) - 0.5;
            x.set(i, d - 1, wide * x.get(i, d - 1));
            x.set(i, 0, (deciding == 0 ? 1 : deciding) * x.get(i, 0));
        }
        return Dataset.regression(name, x, Matrix.wrap(n, 1, y));
    }

    /** A noisy linear function of two of forty inputs, on few samples. */
    Dataset few() {
        Dataset wide = columns("few", 75, 40, 1, 0);
        double[] noise = seed.named("few noise").gaussians(75);
        Matrix y = Matrix.zeros(75, 1);
        for (int i = 0; i < 75; i++) {
            y.set(i, 0, 2 * wide.x().get(i, 0) - wide.x().get(i, 1) + 0.3 * noise[i]);
        }
        return Dataset.regression("few", wide.x(), y);
    }

    /** With labels that belong to other rows. */
    Dataset shuffled(Dataset data) {
        int[] labels = data.labels();
        int[] order = seed.named("shuffle").permutation(labels.length);
        return Dataset.classification("shuffled", data.x(), Arrays.stream(order).map(i -> labels[i]).toArray(),
                data.classes());
    }

    /** With this share of two labels flipped. */
    Dataset flipped(Dataset data, double share) {
        int[] labels = data.labels().clone();
        double[] u = seed.named("flips").uniforms(labels.length);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = u[i] < share ? 1 - labels[i] : labels[i];
        }
        return Dataset.classification("flipped", data.x(), labels, data.classes());
    }

    /** With this share of the labels of a class, of all classes for -1, turned into the next one. */
    static Dataset mislabelled(Dataset data, int of, double share, Seed which) {
        int[] labels = data.labels().clone();
        double[] u = which.uniforms(labels.length);
        int classes = data.classes().size();
        for (int i = 0; i < labels.length; i++) {
            boolean wrong = u[i] < share && (of < 0 || labels[i] == of);
            labels[i] = wrong ? (labels[i] + 1 + (int) (u[i] / share * (classes - 1))) % classes : labels[i];
        }
        return Dataset.classification("turned", data.x(), labels, data.classes());
    }

    /** Eight inputs that are nearly one, and a target that lies in how they differ. */
    Dataset nearlyEqualInputs() {
        int n = 500;
        double[] common = seed.named("common").gaussians(n);
        double[] own = seed.named("own").gaussians(8 * n);
        Matrix x = Matrix.zeros(n, 8);
        Matrix y = Matrix.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 8; j++) {
                x.set(i, j, common[i] + 0.05 * own[8 * i + j]);
            }
            y.set(i, 0, own[8 * i] - own[8 * i + 1] + 0.5 * common[i]);
        }
        return Dataset.regression("together", x, y);
    }

    /** Eight inputs that hardly differ, and classes by a difference of two of them. */
    Dataset alike() {
        int n = 300;
        double[] common = seed.named("alike").gaussians(n);
        double[] own = seed.named("alike, own").gaussians(8 * n);
        Matrix x = Matrix.zeros(n, 8);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 8; j++) {
                x.set(i, j, Math.abs(common[i]) + 0.15 * own[8 * i + j]);
            }
            labels[i] = own[8 * i] > own[8 * i + 1] ? 1 : 0;
        }
        return Dataset.classification("alike", x, labels, List.of("no", "yes"));
    }

    /** Three bits, and labels of which three in ten are the other one. */
    Dataset contradicting() {
        int n = 400;
        double[] u = seed.named("bits").uniforms(4 * n);
        Matrix x = Matrix.zeros(n, 3);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 3; j++) {
                x.set(i, j, u[4 * i + j] < 0.5 ? 0 : 1);
            }
            boolean one = x.get(i, 0) == 1;
            labels[i] = u[4 * i + 3] < 0.3 ? (one ? 0 : 1) : one ? 1 : 0;
        }
        return Dataset.classification("contradicting", x, labels, List.of("a", "b"));
    }

    /** Two classes on both sides of a circle, the inner one rare. */
    Dataset uneven(double share) {
        int n = 1000;
        Matrix x = Matrix.wrap(n, 2, seed.named("uneven").gaussians(2 * n));
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = Math.hypot(x.get(i, 0) - 1.2, x.get(i, 1) - 0.5) < 3 * share * 3 ? 1 : 0;
        }
        return Dataset.classification("uneven", x, labels, List.of("out", "in"));
    }

    /** Two classes that overlap, one in thirty of the rare one. */
    Dataset overlapping() {
        int n = 1500;
        Matrix x = Matrix.wrap(n, 2, seed.named("overlap").gaussians(2 * n));
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 30 == 0 ? 1 : 0;
            x.set(i, 0, x.get(i, 0) + 2.0 * labels[i]);
        }
        return Dataset.classification("overlapping", x, labels, List.of("frequent", "rare"));
    }
}
