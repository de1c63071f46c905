package org.paisaje.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Dataset;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.Network;

/**
 * The loss of a network on data, through the network's reusable workspaces: one for all samples, loaded once, and one
 * for batches. No allocation after the first evaluation of each kind.
 */
public final class NetworkObjective implements SampledObjective {
    private final Network network;
    private final Matrix x;
    private final Matrix y;
    private final Loss loss;
    private @Nullable GradientWorkspace whole;
    private @Nullable GradientWorkspace part;
    private int partCapacity;
    private @Nullable GradientWorkspace selected;

    private NetworkObjective(Network network, Matrix x, Matrix y, Loss loss) {
        if (x.columns() != network.inputs()) {
            throw new IllegalArgumentException("NetworkObjective: x has " + x.columns() + " columns, the network takes "
                    + network.inputs() + " inputs; rows are samples");
        }
        if (y.columns() != network.outputs()) {
            throw new IllegalArgumentException("NetworkObjective: y has " + y.columns()
                    + " columns, the network gives " + network.outputs() + " outputs; classes are one-hot");
        }
        if (x.rows() != y.rows() || x.rows() == 0) {
            throw new IllegalArgumentException("NetworkObjective: x has " + x.rows() + " rows and y has " + y.rows()
                    + "; needs the same number, at least 1");
        }
        this.network = network;
        this.x = x;
        this.y = y;
        this.loss = loss;
    }

    /** The loss of the network on inputs x (n x d) and targets y (n x k). The matrices are not copied. */
    public static NetworkObjective of(Network network, Matrix x, Matrix y, Loss loss) {
        return new NetworkObjective(network, x, y, loss);
    }

    /** The loss of the network on a dataset. */
    public static NetworkObjective of(Network network, Dataset data, Loss loss) {
        return of(network, data.x(), data.y(), loss);
    }

    @Override
    public int dimension() {
        return network.layout().size();
    }

    @Override
    public int samples() {
        return x.rows();
    }

    @Override
    public void select(int[] rows, int from, int to) {
        GradientWorkspace workspace = part;
        if (workspace == null || to - from > partCapacity) {
            partCapacity = to - from;
            workspace = network.workspace(loss, partCapacity);
            part = workspace;
        }
        workspace.load(x, y, rows, from, to);
        selected = workspace;
    }

    @Override
    public void selectAll() {
        GradientWorkspace workspace = whole;
        if (workspace == null) {
            workspace = network.workspace(loss, x.rows());
            workspace.load(x, y);
            whole = workspace;
        }
        selected = workspace;
    }

    @Override
    public double value(double[] theta) {
        return present().value(theta);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
        return present().valueAndGradient(theta, gradient);
    }

    private GradientWorkspace present() {
        GradientWorkspace workspace = selected;
        if (workspace == null) {
            selectAll();
            return present();
        }
        return workspace;
    }

    /** The network with its layout, the loss, and the shape and a CRC-32C of the data. */
    @Override
    public Map<String, String> identity() {
        Map<String, String> result = new LinkedHashMap<>();
        result.put("network", network + " with " + network.layout().size() + " parameters");
        result.put("loss", loss.name());
        result.put("data", x.rows() + " samples, " + x.columns() + " inputs, " + y.columns() + " targets, checksum "
                + Long.toHexString(checksum(x)) + Long.toHexString(checksum(y)));
        return result;
    }

    private static long checksum(Matrix matrix) {
        CRC32C crc = new CRC32C();
        byte[] block = new byte[8 * 4096];
        var view = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
        double[] data = matrix.data();
        for (int from = 0; from < data.length; from += 4096) {
            int n = Math.min(4096, data.length - from);
            view.clear();
            view.put(data, from, n);
            crc.update(block, 0, 8 * n);
        }
        return crc.getValue();
    }
}
