package org.paisaje.network.narrow;

import static org.paisaje.network.narrow.PanelProducts.LANES;
import static org.paisaje.network.narrow.PanelProducts.WIDE;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;

/** A loss strip by strip: the squared ones along the lanes, others through their matrix form on the samples of a strip. */
final class PanelLoss {
    private final Loss loss;
    private final boolean squared;
    private final int outputs;
    private final double[] sums = new double[LANES];
    private final @Nullable Sample[] bySize = new @Nullable Sample[WIDE + 1];
    private double others;

    /** Outputs, targets and gradients of some samples as matrices. */
    private record Sample(Matrix outputs, Matrix targets, Matrix gradient) {}

    PanelLoss(Loss loss, int outputs) {
        this.loss = loss;
        this.squared = loss.squareFactor(1) != 0;
        this.outputs = outputs;
    }

    /** Starts a sum. */
    void clear() {
        Arrays.fill(sums, 0);
        others = 0;
    }

    /** The loss of the strips since {@link #clear}, as their part in that of n samples. */
    double value(int n) {
        return squared ? loss.squareFactor(n) * PanelLoops.overLanes(sums, 0) : others;
    }

    /** Adds the loss of a strip with outputs f and writes its gradient to g, 0 at padding. */
    void add(PanelBatch batch, int from, int width, double[] f, int fOffset, double[] g, int gOffset) {
        if (squared) {
            PanelLoops.residual(f, fOffset, batch.y, from * outputs, batch.present, from, width, outputs,
                    2 * loss.squareFactor(batch.samples), g, gOffset, sums);
        } else {
            addMatrix(batch, from, width, f, fOffset, g, gOffset);
        }
    }

    private void addMatrix(PanelBatch batch, int from, int width, double[] f, int fOffset, double[] g, int gOffset) {
        Arrays.fill(g, gOffset, gOffset + width * outputs, 0);
        int count = Math.min(width, batch.samples - from);
        if (count <= 0) {
            return;
        }
        Sample sample = sample(count);
        rows(f, fOffset, width, sample.outputs());
        rows(batch.y, from * outputs, width, sample.targets());
        double weight = loss.averages() ? (double) count / batch.samples : 1;
        others += weight * loss.valueAndGradient(sample.outputs(), sample.targets(), sample.gradient());
        double[] gradient = sample.gradient().data();
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < outputs; c++) {
                g[gOffset + c * width + i] = weight * gradient[i * outputs + c];
            }
        }
    }

    private void rows(double[] panel, int offset, int width, Matrix out) {
        double[] data = out.data();
        for (int i = 0; i < out.rows(); i++) {
            for (int c = 0; c < outputs; c++) {
                data[i * outputs + c] = panel[offset + c * width + i];
            }
        }
    }

    private Sample sample(int count) {
        Sample sample = bySize[count];
        if (sample == null) {
            sample = new Sample(Matrix.zeros(count, outputs), Matrix.zeros(count, outputs),
                    Matrix.zeros(count, outputs));
            bySize[count] = sample;
        }
        return sample;
    }
}
