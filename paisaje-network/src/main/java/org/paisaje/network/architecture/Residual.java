package org.paisaje.network.architecture;

import java.util.Locale;
import java.util.Optional;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.activation.Numerals;
import org.paisaje.network.dense.LayerStack;
import org.paisaje.network.start.Parametrization;

/**
 * A residual network: blocks {@code Y + h g(Y)} of one width in a row, optionally after a linear lift of the input and
 * before a linear readout.
 *
 * @param inputs the input dimension; equal to the width without a lift
 * @param lift whether the blocks start from {@code W x + b} rather than from x
 * @param width the dimension of Y
 * @param blocks the number of blocks
 * @param readout whether the output is {@code W Y + b} rather than Y
 * @param outputs the output dimension; equal to the width without a readout
 * @param block the form of g
 * @param hidden the dimension between the two matrices of a block; equal to the width for {@link Block#ONE}
 * @param activation s
 * @param step h, finite
 * @param bias whether there are biases
 * @param parametrization the factors before matrices and biases
 */
public record Residual(int inputs, boolean lift, int width, int blocks, boolean readout, int outputs, Block block,
        int hidden, Activation activation, double step, boolean bias,
        Parametrization parametrization) implements OfLayers {
    /** The form of a block Y + h g(Y). */
    public enum Block {
        /** g(Y) = s(A Y + b). */
        ONE,
        /** g(Y) = A2 s(A1 Y + b); document 004, equation (5.5). */
        PROJECTED,
        /** g(Y) = s(A2 s(A1 Y + b1) + b2); document 004, equation (5.1). */
        TWO;

        /** The layers of one block. */
        public int layers() {
            return this == ONE ? 1 : 2;
        }

        /** The name in settings. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the sizes. */
    public Residual {
        if (inputs < 1 || width < 1 || blocks < 1 || outputs < 1 || hidden < 1) {
            throw new IllegalArgumentException("Residual: " + inputs + " inputs, width " + width + ", " + blocks
                    + " blocks, hidden width " + hidden + ", " + outputs + " outputs; each must be at least 1");
        }
        if ((!lift && inputs != width) || (!readout && outputs != width)) {
            throw new IllegalArgumentException("Residual: " + inputs + " inputs, width " + width + ", " + outputs
                    + " outputs; without lift and readout they are equal");
        }
        if (block == Block.ONE && hidden != width) {
            throw new IllegalArgumentException("Residual: hidden width " + hidden + " with block=one, which has one "
                    + "matrix; use block=two or block=projected");
        }
        if (!Double.isFinite(step)) {
            throw new IllegalArgumentException("Residual: the step is " + step + ", it must be finite");
        }
        step += 0.0;
    }

    /** Blocks {@code Y + s(A Y + b)} with step 1, biases, no lift and no readout. */
    public static Residual of(Activation activation, int width, int blocks) {
        return new Residual(width, false, width, blocks, false, width, Block.ONE, width, activation, 1, true,
                Parametrization.STANDARD);
    }

    /** The same with step h. */
    public Residual withStep(double step) {
        return new Residual(inputs, lift, width, blocks, readout, outputs, block, hidden, activation, step, bias,
                parametrization);
    }

    /** The same with another block, its inner width equal to the width. */
    public Residual withBlock(Block block) {
        return new Residual(inputs, lift, width, blocks, readout, outputs, block, width, activation, step, bias,
                parametrization);
    }

    /** The same with another dimension between the two matrices of a block. */
    public Residual withHidden(int hidden) {
        return new Residual(inputs, lift, width, blocks, readout, outputs, block, hidden, activation, step, bias,
                parametrization);
    }

    /** The same after a linear lift from {@code inputs} dimensions. */
    public Residual withLift(int inputs) {
        return new Residual(inputs, true, width, blocks, readout, outputs, block, hidden, activation, step, bias,
                parametrization);
    }

    /** The same before a linear readout to {@code outputs} dimensions. */
    public Residual withReadout(int outputs) {
        return new Residual(inputs, lift, width, blocks, true, outputs, block, hidden, activation, step, bias,
                parametrization);
    }

    /** The same with or without biases. */
    public Residual withBias(boolean bias) {
        return new Residual(inputs, lift, width, blocks, readout, outputs, block, hidden, activation, step, bias,
                parametrization);
    }

    /** The same in another parametrization. */
    public Residual withParametrization(Parametrization parametrization) {
        return new Residual(inputs, lift, width, blocks, readout, outputs, block, hidden, activation, step, bias,
                parametrization);
    }

    @Override
    public Optional<Architecture> widened(int other) {
        int inner = hidden == width ? other : Math.max(1, (int) Math.rint((double) hidden * other / width));
        return lift && readout
                ? Optional.of(new Residual(inputs, true, other, blocks, true, outputs, block, inner, activation, step,
                        bias, parametrization))
                : Optional.empty();
    }

    @Override
    public LayerStack stack() {
        LayerStack.Builder builder = LayerStack.builder(inputs, parametrization);
        if (lift) {
            builder.dense(width, Activation.IDENTITY, bias, false);
        }
        for (int i = 0; i < blocks; i++) {
            int start = builder.node();
            switch (block) {
                case ONE -> builder.residual(width, activation, bias, start, step);
                case PROJECTED -> builder.dense(hidden, activation, bias, false)
                        .residual(width, Activation.IDENTITY, false, start, step);
                case TWO -> builder.dense(hidden, activation, bias, false)
                        .residual(width, activation, bias, start, step);
            }
        }
        if (readout) {
            builder.dense(outputs, Activation.IDENTITY, bias, true);
        }
        return builder.build(text());
    }

    @Override
    public String text() {
        StringBuilder options = new StringBuilder();
        if (block != Block.ONE) {
            options.append("block=").append(block.text()).append(',');
        }
        if (hidden != width) {
            options.append("hidden=").append(hidden).append(',');
        }
        if (step != 1) {
            options.append("step=").append(Numerals.print(step)).append(',');
        }
        if (!bias) {
            options.append("bias=false,");
        }
        String own = options.isEmpty() ? "" : options.substring(0, options.length() - 1);
        return "resnet:" + (lift ? inputs + "-" : "") + width + "x" + blocks + (readout ? "-" + outputs : "") + ":"
                + activation.name() + ArchitectureSyntax.options(own, parametrization);
    }

    @Override
    public String toString() {
        return text();
    }
}
