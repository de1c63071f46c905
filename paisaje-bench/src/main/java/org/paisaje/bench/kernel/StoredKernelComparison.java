package org.paisaje.bench.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.KernelRegression;
import org.paisaje.theory.kernel.store.CertifiedSolution;
import org.paisaje.theory.kernel.store.KernelBuild;
import org.paisaje.theory.kernel.store.KernelFile;
import org.paisaje.theory.kernel.store.KernelFunction;
import org.paisaje.theory.kernel.store.KernelSolver;
import org.paisaje.theory.kernel.store.PointKernel;
import org.paisaje.theory.kernel.store.SolveListener;
import org.paisaje.theory.kernel.store.StoredSolveSettings;
import org.paisaje.theory.kernel.store.TileListener;

/**
 * Our side of {@code compare/stored_kernel.py}. Reads lines {@code TASK ARCHITECTURE DIRECTORY}; the directory holds x.bin
 * (n x d), y.bin (n x k) and test.bin (m x d) as raw little-endian doubles. Fits y with the tangent kernel and predicts
 * the test points: {@code memory} by Cholesky, {@code stored} from a file by conjugate gradients to a certified residual
 * of 1e-8. Writes the outputs to java.bin and answers with seconds of kernel, solution and prediction, the worst
 * residual relative to y, iterations, and the peak of the memory of this process in bytes.
 */
public final class StoredKernelComparison {
    private StoredKernelComparison() {}

    /** Serves requests until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println(Blas.backend());
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.strip().split(" ", -1);
            Architecture net = Architecture.parse(words[1]);
            Path directory = Path.of(words[2]);
            Matrix x = read(directory.resolve("x.bin"), net.inputs());
            Matrix y = read(directory.resolve("y.bin"), net.outputs());
            Matrix test = read(directory.resolve("test.bin"), net.inputs());
            System.out.println(words[0].equals("memory")
                    ? memory(net, x, y, test, directory)
                    : stored(net, x, y, test, directory));
        }
    }

    private static String memory(Architecture net, Matrix x, Matrix y, Matrix test, Path directory)
            throws IOException {
        InfiniteNetwork limit = InfiniteNetwork.of(net);
        long start = System.nanoTime();
        Matrix kernel = limit.ntk(x);
        long built = System.nanoTime();
        KernelRegression regression = KernelRegression.of(kernel, y, 0);
        long solved = System.nanoTime();
        Matrix outputs = regression.predict(limit.ntk(test, x));
        long end = System.nanoTime();
        write(directory.resolve("java.bin"), outputs.data());
        double worst = y.minus(kernel.times(regression.weights())).frobeniusNorm() / y.frobeniusNorm();
        return answer(start, built, solved, end, worst, 0);
    }

    private static String stored(Architecture net, Matrix x, Matrix y, Matrix test, Path directory)
            throws IOException {
        Path path = directory.resolve("kernel.tiles");
        long start = System.nanoTime();
        PointKernel kernel = PointKernel.of(KernelFunction.ntk(net), x);
        var build = (KernelBuild.Outcome.Complete) KernelBuild.run(path, kernel, false, TileListener.NONE);
        long built = System.nanoTime();
        try (KernelFile file = build.file()) {
            var outcome = KernelSolver.solve(file, kernel, y, StoredSolveSettings.standard(x.rows(), Seed.of(1)),
                    Optional.empty(), SolveListener.NONE);
            CertifiedSolution solution = ((KernelSolver.Outcome.Solved) outcome).solution();
            long solved = System.nanoTime();
            Matrix outputs = kernel.predict(test, solution.weights());
            long end = System.nanoTime();
            write(directory.resolve("java.bin"), outputs.data());
            return answer(start, built, solved, end, solution.worst(), solution.iterations());
        } finally {
            KernelFile.delete(path);
        }
    }

    private static String answer(long start, long built, long solved, long end, double worst, int iterations)
            throws IOException {
        long peak = 0;
        Path status = Path.of("/proc/self/status");
        for (String line : Files.exists(status) ? Files.readAllLines(status) : List.<String>of()) {
            if (line.startsWith("VmHWM:")) {
                peak = 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return String.format(Locale.ROOT, "%.4f %.4f %.4f %.3e %d %d", 1e-9 * (built - start), 1e-9 * (solved - built),
                1e-9 * (end - solved), worst, iterations, peak);
    }

    private static Matrix read(Path file, int columns) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        double[] result = new double[bytes.remaining() / Double.BYTES];
        bytes.asDoubleBuffer().get(result);
        return Matrix.wrap(result.length / columns, columns, result);
    }

    private static void write(Path file, double[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        Files.write(file, bytes.array());
    }
}
