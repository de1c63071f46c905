package org.paisaje.study.explain.wiring;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.architecture.Graph;
import org.paisaje.study.explain.wiring.change.Context;
import org.paisaje.study.explain.wiring.change.Part;
import org.paisaje.study.explain.wiring.change.Reading;

/** Computes losses at weights in any way; outputs for the same inputs are computed once. */
final class Values {
    private static final int MOST_PAIRS = 4_000_000;
    /** Numbers of outputs that are kept. */
    private static final long MOST_KEPT = 20_000_000;
    private static final int CHUNK = 4096;

    private final Context context;
    private final List<Wirings.Weighed> checkpoints;
    private final Map<String, Matrix> outputs = new HashMap<>();
    private final Map<String, Matrix> inputs = new HashMap<>();
    private long kept;
    private final Map<Part, Dataset> parts = new HashMap<>();

    /**
     * A number with what is open about it.
     *
     * @param value the number, or its expectation
     * @param spread its standard deviation, where an order is drawn at random; 0 if it is exact
     * @param scale the size of what was added up, which rounding goes by
     */
    record Value(double value, double spread, double scale) {}

    Values(Context context, List<Wirings.Weighed> checkpoints) {
        this.context = context;
        this.checkpoints = checkpoints;
    }

    /** The number at one of the weights; empty if the part has no samples or nothing finite comes out. */
    Optional<Value> at(int index, Reading reading) {
        Dataset data = part(reading.part());
        if (data.size() == 0) {
            return Optional.empty();
        }
        Matrix raw = outputs(index, reading);
        Matrix f = reading.outputs().apply(raw);
        Matrix y = reading.targets().apply(context.loss().targets(data));
        double extra = reading.extra().applyAsDouble(checkpoints.get(index).theta());
        double size = 0;
        for (double one : raw.data()) {
            size += Math.abs(one) / raw.data().length;
        }
        Value value;
        if (reading.pairing() == Reading.Pairing.OWN) {
            value = new Value(reading.reduction().of(reading.criterion().elements(f, y)) + extra, 0, size);
        } else {
            Optional<Value> all = unpaired(reading, f, y);
            if (all.isEmpty()) {
                return Optional.empty();
            }
            value = new Value(all.get().value() + extra, all.get().spread(), size);
        }
        return Double.isFinite(value.value()) ? Optional.of(value) : Optional.empty();
    }

    double[] theta(int index) {
        return checkpoints.get(index).theta();
    }

    private Dataset part(Part part) {
        return parts.computeIfAbsent(part, one -> context.data(one).orElseThrow());
    }

    private Matrix outputs(int index, Reading reading) {
        if (kept > MOST_KEPT) {
            outputs.clear();
            kept = 0;
        }
        String key = index + "|" + reading.part() + "|" + reading.inputs().key() + "|" + reading.batches();
        return outputs.computeIfAbsent(key, name -> {
            Matrix x = inputs.computeIfAbsent(reading.part() + "|" + reading.inputs().key(),
                    other -> reading.inputs().map().apply(part(reading.part()).x()));
            int n = x.rows();
            int k = context.network().outputs();
            Matrix all = Matrix.zeros(n, k);
            Architecture network = checkpoints.get(index).network();
            int batches = network instanceof Graph ? reading.batches() : 0;
            int chunk = batches == 0 ? CHUNK : batches < 0 ? n : batches;
            for (int from = 0; from < n; from += chunk) {
                int to = Math.min(n, from + chunk);
                Matrix some = Matrix.wrap(to - from, x.columns(),
                        Arrays.copyOfRange(x.data(), from * x.columns(), to * x.columns()));
                double[] theta = checkpoints.get(index).theta();
                Architecture mode = batches != 0 && network instanceof Graph graph
                        ? graph.withStatisticsOf(theta, some)
                        : network;
                double[] block = mode.forward(theta, some).data();
                System.arraycopy(block, 0, all.data(), from * k, block.length);
            }
            kept += all.data().length;
            return all;
        });
    }

    /**
     * The mean over all pairs of an output and a target, and the standard deviation over random pairings (Hoeffding 1951):
     * {@code Var sum_i a_(i, pi(i)) = sum_ij d_ij^2 / (n - 1)} with {@code d} the doubly centred a.
     */
    private Optional<Value> unpaired(Reading reading, Matrix f, Matrix y) {
        int n = f.rows();
        Map<List<Double>, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            counts.merge(Arrays.stream(y.row(i)).boxed().toList(), 1, Integer::sum);
        }
        if ((long) counts.size() * n > MOST_PAIRS) {
            return Optional.empty();
        }
        double[][] sums = new double[counts.size()][];
        double[] weight = new double[counts.size()];
        int c = 0;
        int columns = 1;
        for (Map.Entry<List<Double>, Integer> one : counts.entrySet()) {
            Matrix target = Matrix.zeros(n, y.columns());
            double[] row = one.getKey().stream().mapToDouble(Double::doubleValue).toArray();
            for (int i = 0; i < n; i++) {
                target.setRow(i, row);
            }
            Matrix elements = reading.criterion().elements(f, target);
            columns = elements.columns();
            sums[c] = new double[n];
            for (int i = 0; i < n; i++) {
                for (double entry : elements.row(i)) {
                    sums[c][i] += entry;
                }
            }
            weight[c++] = one.getValue();
        }
        double[] rows = new double[n];
        double[] means = new double[weight.length];
        double mean = 0;
        for (int j = 0; j < weight.length; j++) {
            for (int i = 0; i < n; i++) {
                rows[i] += weight[j] * sums[j][i] / n;
                means[j] += sums[j][i] / n;
            }
            mean += weight[j] * means[j] / n;
        }
        double square = 0;
        for (int j = 0; j < weight.length; j++) {
            for (int i = 0; i < n; i++) {
                double d = sums[j][i] - rows[i] - means[j] + mean;
                square += weight[j] * d * d;
            }
        }
        double spread = n < 2 ? 0 : Math.sqrt(square / (n - 1)) / n;
        double value = reading.reduction().ofMean(mean, n, columns);
        double beside = reading.reduction().ofMean(mean + spread, n, columns);
        return Optional
                .of(new Value(value, reading.pairing() == Reading.Pairing.RANDOM ? Math.abs(beside - value) : 0, 0));
    }
}
