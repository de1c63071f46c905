package org.paisaje.study.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.NpzFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.Layout;

/** Weights whose names and shapes leave several networks, of which the data fit one. */
final class InferredNetworkTest {
    @TempDir
    private Path folder = Path.of("");

    /** Weights in the manner of PyTorch, and the labels that the network gives random inputs. */
    private Problem problem(String net, double scale, boolean own) {
        Architecture network = Architecture.parse(net);
        double[] theta = network.initialize(Seed.of(3));
        for (int i = 0; i < theta.length; i++) {
            theta[i] *= scale;
        }
        var entries = new LinkedHashMap<String, Tensor>();
        for (Layout.Slice slice : network.layout().slices()) {
            double[] values = new double[slice.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = theta[slice.offset() + i / slice.columns() * slice.columns()
                        + slice.column(i % slice.columns())];
            }
            String place = slice.name()
                    .replaceFirst("layers\\.(\\d)",
                            net.startsWith("chain") && !slice.name().startsWith("layers.2") ? "conv$1" : "fc$1");
            entries.put(place, new Tensor(ElementType.F64, place.endsWith("bias")
                    ? new int[] {slice.size()}
                    : slice.outerShape(), values));
        }
        NpzFile.write(folder.resolve("weights.npz"), entries);
        int n = 120;
        double[] x = Seed.of(4).gaussians(n * network.inputs());
        Matrix f = network.forward(theta, Matrix.wrap(n, network.inputs(), x));
        double[] labels = new double[n];
        for (int i = 0; i < n; i++) {
            labels[i] = own ? f.get(i, 0) > f.get(i, 1) ? 0 : 1 : i % 2;
        }
        var arrays = new LinkedHashMap<String, Tensor>();
        arrays.put("x", new Tensor(ElementType.F64, new int[] {n, network.inputs()}, x));
        arrays.put("y", new Tensor(ElementType.F64, new int[] {n}, labels));
        NpzFile.write(folder.resolve("data.npz"), arrays);
        return Problem.builder(1)
                .data(folder.resolve("data.npz").toString())
                .split(0)
                .weights(folder.resolve("weights.npz"))
                .build();
    }

    @Test
    void theActivationThatTheDataFitIsTaken() {
        Problem problem = problem("mlp:6-30-30-2:tanh", 3, true);
        assertThat(problem.network()).hasToString("mlp:6-30-30-2:tanh");
        assertThat(problem.remarks()).anyMatch(note -> note.contains("the data decided otherwise"));
    }

    @Test
    void stridesThatTheDataFitAreTaken() {
        String net = "chain:8x8x1:conv4k3s2p1,tanh,conv6k3s2p1,tanh,dense2";
        Problem problem = problem(net, 3, true);
        assertThat(problem.network()).hasToString(net);
    }

    /** With labels that have nothing to do with the weights no network is better than another. */
    @Test
    void whereNothingFitsTheUsualIsTaken() {
        Problem problem = problem("mlp:6-30-30-2:tanh", 1, false);
        assertThat(problem.network()).hasToString("mlp:6-30-30-2:relu");
        assertThat(problem.remarks()).anyMatch(note -> note.contains("relu was assumed"))
                .anyMatch(note -> note.contains("that is clearly lower"));
    }
}
