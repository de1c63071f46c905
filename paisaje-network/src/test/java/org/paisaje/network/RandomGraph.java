package org.paisaje.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;
import org.paisaje.network.architecture.Window;

/** A graph of random nodes, each beside its definition in loops over hyper-dual numbers. */
public record RandomGraph(long seed, Graph net, double[] theta, Matrix x,
        List<Step> steps) {
    private static final Activation[] ACTIVATIONS = {Activation.TANH, Activation.RELU, Activation.SOFTPLUS,
        Activation.GELU, Activation.SIN, Activation.leakyRelu(0.2)};

    /** The value of a node from those before it and the parameters. */
    interface Step {
        HyperDual[] value(List<HyperDual[]> before, Parameters parameters);
    }

    /** A slice of theta with its directions. */
    interface Parameters {
        HyperDual[] of(String name);
    }

    public static Stream<RandomGraph> all(int count) {
        return IntStream.range(0, count).mapToObj(RandomGraph::of);
    }

    private static final class Draft {
        final RandomGenerator random;
        final GraphBuilder builder;
        final List<Graph.Value> values = new ArrayList<>();
        final List<Step> steps = new ArrayList<>();
        int names;

        Draft(RandomGenerator random, NodeShape shape) {
            this.random = random;
            this.builder = Graph.builder(shape);
            values.add(builder.input());
            steps.add((before, p) -> before.getFirst());
        }

        int last() {
            return values.size() - 1;
        }

        void add(Graph.Value value, Step step) {
            values.add(value);
            steps.add(step);
        }

        void convolution() {
            int at = last();
            NodeShape shape = values.get(at).shape();
            int groups = shape.channels() % 2 == 0 && random.nextBoolean() ? 2 : 1;
            int outputs = groups * (1 + random.nextInt(2));
            Window w = window(shape);
            boolean bias = random.nextBoolean();
            String name = "conv" + names++;
            Graph.Value value = builder.convolution(name, values.get(at), outputs, w, groups, bias);
            int each = shape.channels() / groups;
            add(value, (before, p) -> {
                HyperDual[] weight = p.of(name + ".weight");
                HyperDual[] b = bias ? p.of(name + ".bias") : new HyperDual[0];
                HyperDual[] out = zeros(value.shape().size());
                visit(shape, value.shape(), w, (pixel, tap, source) -> {
                    for (int o = 0; o < outputs; o++) {
                        for (int c = 0; c < each; c++) {
                            int channel = o / (outputs / groups) * each + c;
                            int i = pixel * outputs + o;
                            out[i] = out[i].plus(weight[(o * w.height() * w.width() + tap) * each + c]
                                    .times(before.get(at)[source * shape.channels() + channel]));
                        }
                    }
                });
                for (int i = 0; bias && i < out.length; i++) {
                    out[i] = out[i].plus(b[i % outputs]);
                }
                return out;
            });
        }

        Window window(NodeShape shape) {
            int h = 1 + random.nextInt(Math.min(3, shape.height()));
            int w = 1 + random.nextInt(Math.min(3, shape.width()));
            int gap = h > 1 && 2 * (h - 1) < shape.height() && random.nextInt(4) == 0 ? 2 : 1;
            return new Window(h, w, 1 + random.nextInt(2), 1 + random.nextInt(2), gap, 1,
                    random.nextInt(h), random.nextInt(w), random.nextInt(h), random.nextInt(w));
        }

        void pool(boolean max) {
            int at = last();
            NodeShape shape = values.get(at).shape();
            Window w = window(shape);
            boolean counted = random.nextBoolean();
            Graph.Value value;
            try {
                value = max
                        ? builder.maxPool(values.get(at), w)
                        : builder.averagePool(values.get(at), w, counted);
            } catch (IllegalArgumentException e) {
                return;
            }
            int channels = shape.channels();
            NodeShape to = value.shape();
            add(value, (before, p) -> {
                HyperDual[] out = zeros(to.size());
                int[] seen = new int[to.pixels()];
                visit(shape, to, w, (pixel, tap, source) -> {
                    for (int c = 0; c < channels; c++) {
                        HyperDual h = before.get(at)[source * channels + c];
                        int i = pixel * channels + c;
                        out[i] = !max ? out[i].plus(h) : seen[pixel] == 0 || h.a() > out[i].a() ? h : out[i];
                    }
                    seen[pixel]++;
                });
                for (int i = 0; !max && i < out.length; i++) {
                    out[i] = out[i].times(
                            1.0 / (counted ? w.height() * w.width() : Math.max(1, seen[i / channels])));
                }
                return out;
            });
        }

        void activation() {
            int at = last();
            Activation s = ACTIVATIONS[random.nextInt(ACTIVATIONS.length)];
            add(builder.activation(values.get(at), s), (before, p) -> Arrays.stream(before.get(at))
                    .map(z -> z.map(s::value, s::first, s::second))
                    .toArray(HyperDual[]::new));
        }

        void batchNorm() {
            int at = last();
            int channels = values.get(at).shape().channels();
            double[] mean = random.doubles(channels).toArray();
            double[] variance = random.doubles(channels).toArray();
            String name = "bn" + names++;
            add(builder.batchNorm(name, values.get(at), mean, variance, 0.1), (before, p) -> {
                HyperDual[] out = before.get(at).clone();
                for (int i = 0; i < out.length; i++) {
                    int c = i % channels;
                    out[i] = out[i].plus(HyperDual.of(-mean[c]))
                            .times(1 / Math.sqrt(variance[c] + 0.1))
                            .times(p.of(name + ".weight")[c])
                            .plus(p.of(name + ".bias")[c]);
                }
                return out;
            });
        }

        void layerNorm() {
            int at = last();
            int size = values.get(at).shape().size();
            String name = "ln" + names++;
            add(builder.layerNorm(name, values.get(at), 0.2, true), (before, p) -> {
                HyperDual mean = HyperDual.of(0);
                for (HyperDual h : before.get(at)) {
                    mean = mean.plus(h.times(1.0 / size));
                }
                HyperDual variance = HyperDual.of(0.2);
                for (HyperDual h : before.get(at)) {
                    variance = variance.plus(h.minus(mean).times(h.minus(mean)).times(1.0 / size));
                }
                HyperDual inverse = variance.log().times(-0.5).exp();
                HyperDual[] out = new HyperDual[size];
                for (int i = 0; i < size; i++) {
                    out[i] = before.get(at)[i].minus(mean)
                            .times(inverse)
                            .times(p.of(name + ".weight")[i])
                            .plus(p.of(name + ".bias")[i]);
                }
                return out;
            });
        }

        /** The last value with an earlier one that fits. */
        void combine() {
            int at = last();
            NodeShape shape = values.get(at).shape();
            int other = random.nextInt(at + 1);
            NodeShape second = values.get(other).shape();
            boolean broadcast = second.isVector() && second.channels() == shape.channels();
            if (second.equals(shape) || broadcast) {
                double step = 0.5;
                boolean product = random.nextBoolean();
                int size = second.size();
                add(product
                        ? builder.multiply(values.get(at), values.get(other))
                        : builder.add(values.get(at), values.get(other), step), (before, p) -> {
                            HyperDual[] out = before.get(at).clone();
                            for (int i = 0; i < out.length; i++) {
                                HyperDual b = before.get(other)[i % size];
                                out[i] = product ? out[i].times(b) : out[i].plus(b.times(step));
                            }
                            return out;
                        });
            } else if (second.height() == shape.height() && second.width() == shape.width()) {
                Graph.Value value = builder.concatenate(List.of(values.get(other), values.get(at)));
                int a = second.channels();
                int b = shape.channels();
                add(value, (before, p) -> {
                    HyperDual[] out = new HyperDual[value.shape().size()];
                    for (int i = 0; i < out.length; i++) {
                        int pixel = i / (a + b);
                        int c = i % (a + b);
                        out[i] = c < a ? before.get(other)[pixel * a + c] : before.get(at)[pixel * b + c - a];
                    }
                    return out;
                });
            }
        }

        void dense(int outputs) {
            int at = last();
            NodeShape shape = values.get(at).shape();
            boolean byChannel = random.nextBoolean();
            Graph.Value flat = byChannel
                    ? builder.flattenByChannel(values.get(at))
                    : builder.flatten(values.get(at));
            boolean bias = random.nextBoolean();
            String name = "fc" + names++;
            int fan = shape.size();
            add(builder.dense(name, flat, outputs, bias), (before, p) -> {
                HyperDual[] out = zeros(outputs);
                for (int o = 0; o < outputs; o++) {
                    for (int i = 0; i < fan; i++) {
                        int source = byChannel
                                ? i % shape.pixels() * shape.channels() + i / shape.pixels()
                                : i;
                        out[o] = out[o].plus(p.of(name + ".weight")[o * fan + i].times(before.get(at)[source]));
                    }
                    out[o] = bias ? out[o].plus(p.of(name + ".bias")[o]) : out[o];
                }
                return out;
            });
        }
    }

    private interface Visit {
        void at(int pixel, int tap, int source);
    }

    private static void visit(NodeShape from, NodeShape to, Window w, Visit visit) {
        for (int i = 0; i < to.height(); i++) {
            for (int j = 0; j < to.width(); j++) {
                for (int a = 0; a < w.height(); a++) {
                    for (int b = 0; b < w.width(); b++) {
                        int r = i * w.strideDown() + a * w.gapDown() - w.top();
                        int c = j * w.strideAcross() + b * w.gapAcross() - w.left();
                        if (r >= 0 && r < from.height() && c >= 0 && c < from.width()) {
                            visit.at(i * to.width() + j, a * w.width() + b, r * from.width() + c);
                        }
                    }
                }
            }
        }
    }

    private static HyperDual[] zeros(int n) {
        HyperDual[] result = new HyperDual[n];
        Arrays.fill(result, HyperDual.of(0));
        return result;
    }

    static RandomGraph of(int index) {
        Seed seed = Seed.of(index).named("graph");
        RandomGenerator random = seed.named("shape").generator();
        NodeShape shape = random.nextInt(4) == 0
                ? NodeShape.vector(1 + random.nextInt(5))
                : new NodeShape(1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(3));
        Draft draft = new Draft(random, shape);
        int nodes = 2 + random.nextInt(7);
        for (int i = 0; i < nodes; i++) {
            switch (random.nextInt(9)) {
                case 0, 1 -> draft.convolution();
                case 2 -> draft.pool(random.nextBoolean());
                case 3, 4 -> draft.activation();
                case 5 -> draft.batchNorm();
                case 6 -> draft.layerNorm();
                case 7 -> draft.combine();
                default -> {
                    if (i > 3) {
                        draft.dense(1 + random.nextInt(4));
                    } else {
                        draft.convolution();
                    }
                }
            }
        }
        draft.dense(1 + random.nextInt(3));
        Graph net = draft.builder.build(draft.values.getLast());
        double[] theta = seed.named("theta").gaussians(net.layout().size());
        for (int i = 0; i < theta.length; i++) {
            theta[i] *= 0.5;
        }
        int n = 1 + random.nextInt(5);
        Matrix x = Matrix.wrap(n, net.inputs(), seed.named("x").gaussians(n * net.inputs()));
        return new RandomGraph(index, net, theta, x, draft.steps);
    }

    /** The outputs along theta + e1 v + e2 w by the definition. */
    public HyperDual[][] naive(double[] v, double[] w) {
        HyperDual[][] result = new HyperDual[x.rows()][];
        Parameters parameters = name -> {
            Layout.Slice slice = net.layout().slice(name);
            return IntStream.range(slice.offset(), slice.offset() + slice.size())
                    .mapToObj(i -> new HyperDual(theta[i], v[i], w[i], 0))
                    .toArray(HyperDual[]::new);
        };
        for (int i = 0; i < x.rows(); i++) {
            List<HyperDual[]> values = new ArrayList<>();
            values.add(Arrays.stream(x.row(i)).mapToObj(HyperDual::of).toArray(HyperDual[]::new));
            for (Step step : steps.subList(1, steps.size())) {
                values.add(step.value(values, parameters));
            }
            result[i] = values.getLast();
        }
        return result;
    }

    public double[] direction(String name) {
        return Seed.of(seed).named(name).gaussians(theta.length);
    }

    public Matrix outputDirection(String name) {
        return Matrix.wrap(x.rows(), net.outputs(), Seed.of(seed).named(name).gaussians(x.rows() * net.outputs()));
    }

    @Override
    public String toString() {
        return "seed " + seed + " " + net + " n=" + x.rows();
    }
}
