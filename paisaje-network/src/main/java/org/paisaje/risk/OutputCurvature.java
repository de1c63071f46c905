package org.paisaje.risk;

import java.util.List;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.network.Linearization;

/**
 * {@code S J J^T S} over the outputs of all samples: a backward and a forward tangent pass for each product. Entry
 * {@code i k + c} belongs to output c of sample i.
 *
 * @param parameters p
 * @param outputs k
 * @param parts some of the samples each, in order
 */
record OutputCurvature(int parameters, int outputs, List<Part> parts) implements LinearOperator {
    /** Some samples: their passes and the root of what stands on both sides. */
    record Part(Linearization at, OutputRoot root) {}

    @Override
    public int rows() {
        return parts.stream().mapToInt(part -> part.at.outputs().data().length).sum();
    }

    @Override
    public int columns() {
        return rows();
    }

    @Override
    public void apply(double[] u, double[] out) {
        if (u.length != rows() || out.length != rows()) {
            throw new IllegalArgumentException("apply: u has " + u.length + " and out " + out.length
                    + " entries, the operator has order " + rows() + ": one for each output of each sample");
        }
        double[] sum = new double[parameters];
        int start = 0;
        for (Part part : parts) {
            double[] pulled = part.at.vjp(part.root.times(u, start));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += pulled[i];
            }
            start += part.at.outputs().data().length;
        }
        int end = 0;
        for (Part part : parts) {
            double[] image = part.root.times(part.at.jvp(sum).data(), 0).data();
            System.arraycopy(image, 0, out, end, image.length);
            end += image.length;
        }
    }
}
