package org.paisaje.network.graph.operation;

/** {@code w_c h(p, c)}: a factor for every channel, as behind a normalisation. */
public final class ChannelScale extends ParameterOperation {
    private final int size;

    public ChannelScale(int size, int channels, int weight, int bias) {
        super(weight, bias, 1, channels);
        this.size = size;
    }

    @Override
    public int weights() {
        return width;
    }

    @Override
    public void product(PassState pass, double[] parameters, double[] h, int from, int count, double beta,
            double[] out) {
        int end = (from + count) * size;
        for (int row = from * size; row < end; row += width) {
            for (int j = 0; j < width; j++) {
                double product = parameters[weight + j] * h[row + j];
                out[row + j] = beta == 0 ? product : out[row + j] + product;
            }
        }
    }

    @Override
    public void adjoint(PassState pass, double[] parameters, double[] g, int from, int count, boolean add,
            double[] out) {
        product(pass, parameters, g, from, count, add ? 1 : 0, out);
    }

    @Override
    public void outer(PassState pass, double[] g, double[] h, int from, int count, double[] out, int at) {
        int end = (from + count) * size;
        for (int row = from * size; row < end; row += width) {
            for (int j = 0; j < width; j++) {
                out[at + weight + j] += g[row + j] * h[row + j];
            }
        }
    }
}
