package org.paisaje.network.narrow;

import static org.paisaje.network.narrow.PanelProducts.LANES;
import static org.paisaje.network.narrow.PanelProducts.WIDE;

import java.util.Arrays;
import org.paisaje.loss.Loss;
import org.paisaje.math.memory.Alignment;
import org.paisaje.network.dense.DenseLayer;
import org.paisaje.network.dense.LayerStack;

/**
 * The forward and backward pass over one chunk of a {@link PanelBatch}, one strip at a time, and the sums over its
 * samples that make its share of the gradient. Serves one thread; its buffers are meant to stay in the second-level cache.
 */
final class PanelPass {
    private static final int MOST_SUMS = 512;
    private static final double[] NONE = {0};

    private final LayerStack stack;
    private final PanelLoss loss;
    /** Where the rows of node l + 1 and of the gradient in the argument of layer l start in a sample's features. */
    private final int[] node;
    private final int[] delta;
    private final int features;
    /** All buffers, one behind another from {@link #origin} on: features of the samples of a chunk, work, sums. */
    private final double[] arena;
    private final int workSize;
    private final int mostSums;
    private final int workStart;
    private final int sumStart;
    /** The first entry of a cache line. */
    private int origin;
    private int first;
    private int held;

    PanelPass(LayerStack stack, Loss loss, int capacity) {
        this.stack = stack;
        this.loss = new PanelLoss(loss, stack.outputs());
        int depth = stack.depth();
        node = new int[depth];
        delta = new int[depth];
        int end = 0;
        for (int l = 0; l < depth; l++) {
            node[l] = end;
            delta[l] = end + stack.layer(l).outputs();
            end = delta[l] + stack.layer(l).outputs();
        }
        features = end;
        mostSums = Math.max(MOST_SUMS, 4 * stack.widest());
        workSize = stack.widest() * WIDE;
        workStart = wholeLines(Math.multiplyExact(features, PanelBatch.largestChunk(capacity)));
        sumStart = wholeLines(workStart + 2 * workSize);
        arena = new double[sumStart + (mostSums + 8) * LANES + Alignment.LINE];
    }

    private static int wholeLines(int entries) {
        return (entries + Alignment.LINE - 1) / Alignment.LINE * Alignment.LINE;
    }

    /** Where the first or second work buffer starts: the gradients in a node, strip by strip. */
    private int work(int which) {
        return origin + workStart + which * workSize;
    }

    /** The loss of chunk c at the scaled parameters w, as its part in that of the batch. */
    double value(PanelBatch batch, int c, double[] w) {
        origin = Alignment.firstOfLine(arena);
        loss.clear();
        int start = batch.firstFull(c) * WIDE;
        for (int from = start; from < batch.firstFull(c + 1) * WIDE; from += WIDE) {
            forward(batch, from, WIDE, origin, w, false);
        }
        for (int i = 0; i < batch.singles(c); i++) {
            forward(batch, batch.singleStart() + i * LANES, LANES, origin, w, false);
        }
        return loss.value(batch.samples);
    }

    /** As {@link #value}; writes the chunk's share of the gradient in w to out, from its start. */
    double valueAndGradient(PanelBatch batch, int c, double[] w, double[] out) {
        origin = Alignment.firstOfLine(arena);
        loss.clear();
        int start = batch.firstFull(c) * WIDE;
        int end = batch.firstFull(c + 1) * WIDE;
        int at = origin;
        for (int from = start; from < end; from += WIDE) {
            forward(batch, from, WIDE, at, w, true);
            backward(WIDE, at, w);
            at += WIDE * features;
        }
        for (int i = 0; i < batch.singles(c); i++) {
            forward(batch, batch.singleStart() + i * LANES, LANES, at, w, true);
            backward(LANES, at, w);
            at += LANES * features;
        }
        sum(batch, c, out);
        return loss.value(batch.samples);
    }

    private void forward(PanelBatch batch, int from, int width, int at, double[] w, boolean slopes) {
        double[] a = batch.x;
        int aOffset = from * stack.inputs();
        for (int l = 0; l < stack.depth(); l++) {
            DenseLayer layer = stack.layer(l);
            int z = at + node[l] * width;
            boolean biased = layer.hasBias();
            PanelProducts.affine(w, layer.weight(), layer.inputs(), 1, layer.outputs(), layer.inputs(),
                    biased ? w : NONE, biased ? layer.bias() : 0, biased ? 1 : 0, a, aOffset, arena, z, width);
            int n = layer.outputs() * width;
            if (!layer.linear()) {
                if (slopes) {
                    layer.activation().valueAndFirst(arena, z, arena, z, arena, at + delta[l] * width, n);
                } else {
                    layer.activation().value(arena, z, arena, z, n);
                }
            }
            if (layer.hasSkip()) {
                boolean input = layer.skip() == 0;
                PanelLoops.scaleAndAdd(arena, z, layer.step(), input ? batch.x : arena,
                        input ? from * stack.inputs() : at + node[layer.skip() - 1] * width, n);
            }
            a = arena;
            aOffset = z;
        }
        loss.add(batch, from, width, a, aOffset, arena, work(0));
    }

    private void backward(int width, int at, double[] w) {
        int current = 0;
        int kept = 0;
        for (int l = stack.depth() - 1; l >= 0; l--) {
            DenseLayer layer = stack.layer(l);
            int d = at + delta[l] * width;
            if (layer.linear()) {
                System.arraycopy(arena, work(current), arena, d, layer.outputs() * width);
            } else {
                PanelLoops.multiply(arena, d, arena, work(current), layer.step(), layer.outputs() * width);
            }
            if (l == 0) {
                return;
            }
            if (layer.hasSkip()) {
                kept = current;
                current = 1 - current;
            }
            PanelProducts.affine(w, layer.weight(), 1, layer.inputs(), layer.inputs(), layer.outputs(), NONE, 0, 0,
                    arena, d, arena, work(current), width);
            if (stack.skippedFrom(l)) {
                PanelLoops.scaleAndAdd(arena, work(kept), 1, arena, work(current), layer.inputs() * width);
                current = kept;
            }
        }
    }

    private void sum(PanelBatch batch, int c, double[] out) {
        first = 0;
        held = 0;
        for (int l = 0; l < stack.depth(); l++) {
            DenseLayer layer = stack.layer(l);
            int rows = layer.outputs();
            for (int i = 0; i < rows; i += 4) {
                int count = Math.min(4, rows - i);
                int to = claim(layer.weight() + i * layer.inputs(), count * layer.inputs(), out);
                weights(batch, c, l, i, count, to);
            }
            for (int i = 0; layer.hasBias() && i < rows; i += mostSums) {
                int count = Math.min(mostSums, rows - i);
                int to = claim(layer.bias() + i, count, out);
                biases(batch, c, l, i, count, to);
            }
        }
        flush(out);
    }

    private void weights(PanelBatch batch, int c, int l, int row, int count, int to) {
        DenseLayer layer = stack.layer(l);
        int in = layer.inputs();
        int strips = batch.firstFull(c + 1) - batch.firstFull(c);
        int from = batch.firstFull(c) * WIDE;
        int at = origin;
        int width = WIDE;
        for (int part = 0; part < 2; part++) {
            double[] a = l == 0 ? batch.x : arena;
            int aOffset = l == 0 ? from * in : at + node[l - 1] * width;
            int aStride = width * (l == 0 ? in : features);
            if (strips > 0) {
                PanelOuterProducts.outer(arena, at + (delta[l] + row) * width, width * features, count, a, aOffset,
                        aStride,
                        in, strips, width, arena, to, in * LANES);
            }
            at += strips * WIDE * features;
            from = batch.singleStart();
            strips = batch.singles(c);
            width = LANES;
        }
    }

    private void biases(PanelBatch batch, int c, int l, int row, int count, int to) {
        int strips = batch.firstFull(c + 1) - batch.firstFull(c);
        int at = origin;
        for (int s = 0; s < strips; s++) {
            PanelLoops.addRows(arena, at + (delta[l] + row) * WIDE, count, WIDE, arena, to);
            at += WIDE * features;
        }
        for (int s = 0; s < batch.singles(c); s++) {
            PanelLoops.addRows(arena, at + (delta[l] + row) * LANES, count, LANES, arena, to);
            at += LANES * features;
        }
    }

    /** Room for the sums of n parameters that follow those claimed before, set to zero. */
    private int claim(int parameter, int n, double[] out) {
        if (held + n > mostSums) {
            flush(out);
            first = parameter;
        }
        int at = origin + sumStart + held * LANES;
        held += n;
        Arrays.fill(arena, at, at + n * LANES, 0);
        return at;
    }

    private void flush(double[] out) {
        PanelLoops.overLanes(arena, origin + sumStart, held, out, first);
        first += held;
        held = 0;
    }
}
