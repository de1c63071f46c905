package org.paisaje.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.risk.CurvedObjective;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;

/**
 * A {@link Risk} that can be restricted to some of its samples: the loss over them, with its own normalisation, plus the
 * whole penalties. Batches go through one reusable workspace, without allocation; all samples go through the risk itself.
 */
public final class SampledRisk implements SampledObjective, CurvedObjective {
    private final Risk risk;
    private @Nullable GradientWorkspace part;
    private int capacity;
    private boolean restricted;
    private int[] rows = new int[0];
    private int count;

    private SampledRisk(Risk risk) {
        this.risk = risk;
    }

    /** That risk, all samples selected. */
    public static SampledRisk of(Risk risk) {
        return new SampledRisk(risk);
    }

    /** The risk on all samples. */
    public Risk risk() {
        return risk;
    }

    @Override
    public int dimension() {
        return risk.dimension();
    }

    @Override
    public int samples() {
        return risk.samples();
    }

    @Override
    public void select(int[] chosen, int from, int to) {
        GradientWorkspace workspace = part;
        if (workspace == null || to - from > capacity) {
            capacity = to - from;
            workspace = risk.network().workspace(risk.loss(), capacity);
            part = workspace;
        }
        workspace.load(risk.x(), risk.y(), chosen, from, to);
        restricted = true;
        count = to - from;
        if (rows.length < count) {
            rows = new int[count];
        }
        System.arraycopy(chosen, from, rows, 0, count);
    }

    @Override
    public void selectAll() {
        restricted = false;
    }

    @Override
    public double value(double[] theta) {
        GradientWorkspace workspace = part;
        if (!restricted || workspace == null) {
            return risk.value(theta);
        }
        double value = workspace.value(theta);
        for (Regularizer penalty : risk.penalties()) {
            value += penalty.value(theta);
        }
        return value;
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
        GradientWorkspace workspace = part;
        if (!restricted || workspace == null) {
            return risk.valueAndGradient(theta, gradient);
        }
        double value = workspace.valueAndGradient(theta, gradient);
        for (int i = 0; i < risk.penalties().size(); i++) {
            Regularizer penalty = risk.penalties().get(i);
            penalty.addGradient(theta, gradient);
            value += penalty.value(theta);
        }
        return value;
    }

    @Override
    public LinearOperator hessian(double[] theta) {
        return selection().hessian(theta);
    }

    @Override
    public LinearOperator gaussNewton(double[] theta) {
        return selection().gaussNewton(theta);
    }

    private Risk selection() {
        return restricted ? risk.on(Arrays.copyOf(rows, count)) : risk;
    }

    /** The network with its size, the loss, the penalties, and the shape and a CRC-32C of the data. */
    @Override
    public Map<String, String> identity() {
        Map<String, String> result = new LinkedHashMap<>();
        result.put("network", risk.network() + " with " + dimension() + " parameters");
        result.put("loss", risk.loss().name());
        result.put("penalties", risk.penalties().toString());
        result.put("data", samples() + " samples, " + risk.x().columns() + " inputs, " + risk.y().columns()
                + " targets, checksum " + Long.toHexString(checksum(risk.x()) << 32 | checksum(risk.y())));
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
