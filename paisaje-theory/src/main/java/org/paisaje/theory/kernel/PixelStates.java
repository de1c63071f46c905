package org.paisaje.theory.kernel;

import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.theory.kernel.dual.DualActivation;

/**
 * What a pass over pairs of images needs of each pixel of each single image: its variance, tables of the dual activation
 * and the diagonal of Theta, stage by stage. Pixel p of image i stands at {@code p * pixelStep + i * imageStep}.
 */
final class PixelStates {
    /** Tables of the dual of each stage, over the variances behind its convolution. */
    final DualActivation.Points[] points;
    /** K(x, x)(p, p) behind the activation of each stage. */
    final double[][] nngp;
    /** Theta(x, x)(p, p) behind the activation of each stage. */
    final double[][] ntk;
    private final int images;
    private final boolean pixelsTogether;

    /** Goes through the stages; {@code pixelsTogether} places the pixels of an image next to each other. */
    PixelStates(InfiniteConvolution network, Matrix x, Matrix y, boolean pixelsTogether) {
        int n = x.rows();
        this.images = x == y ? n : n + y.rows();
        this.pixelsTogether = pixelsTogether;
        List<InfiniteConvolution.Stage> stages = network.stages();
        points = new DualActivation.Points[stages.size()];
        nngp = new double[stages.size()][];
        ntk = new double[stages.size()][];
        int pixels = network.pixels();
        int colours = network.colours();
        double[] k = new double[Math.multiplyExact(pixels, images)];
        double[] t = new double[k.length];
        for (int i = 0; i < images; i++) {
            double[] data = i < n ? x.data() : y.data();
            int row = (i < n ? i : i - n) * pixels * colours;
            for (int p = 0; p < pixels; p++) {
                double sum = 0;
                for (int c = 0; c < colours; c++) {
                    double value = data[row + p * colours + c];
                    sum += value * value;
                }
                k[at(p, i, pixels)] = sum / colours;
            }
        }
        int before = pixels;
        for (int s = 0; s < stages.size(); s++) {
            InfiniteConvolution.Stage stage = stages.get(s);
            int after = stage.map().pixels();
            double[] q = new double[Math.multiplyExact(after, images)];
            double[] theta = new double[q.length];
            for (int p = 0; p < after; p++) {
                for (int i = 0; i < images; i++) {
                    double sum = 0;
                    double sumT = 0;
                    for (int tap = 0; tap < stage.map().taps(); tap++) {
                        int source = stage.map().source(p, tap);
                        if (source >= 0) {
                            sum += k[at(source, i, before)];
                            sumT += t[at(source, i, before)];
                        }
                    }
                    double mean = sum / stage.map().taps();
                    var affine = stage.affine();
                    q[at(p, i, after)] = affine.variance() * mean + affine.offset();
                    theta[at(p, i, after)] = affine.variance() * sumT / stage.map().taps() + affine.input() * mean
                            + affine.own();
                }
            }
            points[s] = stage.dual().points(q);
            k = new double[q.length];
            t = new double[q.length];
            double[][] moments = points[s].moments();
            boolean closed = moments.length == 0;
            for (int a = 0; a < q.length; a++) {
                k[a] = closed ? stage.dual().square(q[a]) : moments[1][a];
                t[a] = theta[a] * (closed ? stage.dual().slopeSquare(q[a]) : moments[2][a]);
                if (!Double.isFinite(k[a]) || !Double.isFinite(t[a])) {
                    throw new IllegalArgumentException("kernel: behind convolution " + s + " image "
                            + (pixelsTogether ? a / after : a % images) + " has K = " + k[a] + " and Theta = " + t[a]
                            + "; the activation grows too fast for inputs of this size: scale the inputs or lower "
                            + "sigma_w");
                }
            }
            nngp[s] = k;
            ntk[s] = t;
            before = after;
        }
    }

    /** Where pixel p of image i stands among images of that many pixels. */
    int at(int p, int i, int pixels) {
        return pixelsTogether ? i * pixels + p : p * images + i;
    }

    /** The number of images, those of y behind those of x. */
    int images() {
        return images;
    }

    /** The largest error bound of the tables. */
    double error() {
        double error = 0;
        for (DualActivation.Points p : points) {
            error = Math.max(error, p.error());
        }
        return error;
    }
}
