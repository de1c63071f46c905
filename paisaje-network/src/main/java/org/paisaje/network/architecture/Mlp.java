package org.paisaje.network.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.dense.LayerStack;
import org.paisaje.network.start.Parametrization;

/**
 * A fully connected network: {@code h_0 = x, h_(l+1) = s(W_l h_l + b_l)}, the last layer affine. With the identity as
 * activation it is a deep linear network, written {@code linear:5-4-3}.
 *
 * @param widths the input dimension, the hidden widths and the output dimension; at least two, each positive
 * @param activation s
 * @param bias whether the layers have biases; under the tangent-kernel parametrization they need sigma_b > 0 as well
 * @param parametrization the factors before W and b
 */
public record Mlp(List<Integer> widths, Activation activation, boolean bias,
        Parametrization parametrization) implements OfLayers {
    /** Copies the widths and checks them. */
    public Mlp {
        widths = List.copyOf(widths);
        if (widths.size() < 2 || widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("Mlp: the widths are " + widths
                    + "; input and output dimension are needed, each width at least 1");
        }
    }

    /** With biases and the standard parametrization. */
    public static Mlp of(Activation activation, int... widths) {
        return new Mlp(Arrays.stream(widths).boxed().toList(), activation, true, Parametrization.STANDARD);
    }

    /** A deep linear network without biases. */
    public static Mlp linear(int... widths) {
        return of(Activation.IDENTITY, widths).withBias(false);
    }

    /** The same with other widths. */
    public Mlp withWidths(int... widths) {
        return new Mlp(Arrays.stream(widths).boxed().toList(), activation, bias, parametrization);
    }

    @Override
    public Optional<Architecture> widened(int width) {
        if (hiddenWidths().isEmpty()) {
            return Optional.empty();
        }
        int[] all = widths.stream().mapToInt(Integer::intValue).toArray();
        Arrays.fill(all, 1, all.length - 1, width);
        return Optional.of(withWidths(all));
    }

    /** The same with another activation. */
    public Mlp withActivation(Activation activation) {
        return new Mlp(widths, activation, bias, parametrization);
    }

    /** The same with or without biases. */
    public Mlp withBias(boolean bias) {
        return new Mlp(widths, activation, bias, parametrization);
    }

    /** The same in another parametrization, such as {@code Parametrization.ntk(1.4, 0.1)}. */
    public Mlp withParametrization(Parametrization parametrization) {
        return new Mlp(widths, activation, bias, parametrization);
    }

    /** In the tangent-kernel parametrization with sigma_w and its sigma_b, 0 if it was another one. */
    public Mlp withSigmaW(double sigmaW) {
        return withParametrization(Parametrization.ntk(sigmaW, ntk().sigmaB()));
    }

    /** In the tangent-kernel parametrization with sigma_b and its sigma_w, 1 if it was another one. */
    public Mlp withSigmaB(double sigmaB) {
        return withParametrization(Parametrization.ntk(ntk().sigmaW(), sigmaB));
    }

    private Parametrization.Ntk ntk() {
        return parametrization instanceof Parametrization.Ntk ntk ? ntk : new Parametrization.Ntk(1, 0);
    }

    /** The number of affine maps. */
    public int depth() {
        return widths.size() - 1;
    }

    /** The widths of the hidden layers. */
    public List<Integer> hiddenWidths() {
        return widths.subList(1, widths.size() - 1);
    }

    /** Whether theta holds biases. */
    public boolean hasBias() {
        return bias && parametrization.biased();
    }

    @Override
    public int inputs() {
        return widths.getFirst();
    }

    @Override
    public int outputs() {
        return widths.getLast();
    }

    @Override
    public LayerStack stack() {
        LayerStack.Builder builder = LayerStack.builder(inputs(), parametrization);
        for (int l = 1; l < widths.size(); l++) {
            boolean last = l == widths.size() - 1;
            builder.dense(widths.get(l), last ? Activation.IDENTITY : activation, bias, last);
        }
        return builder.build(text());
    }

    @Override
    public String text() {
        boolean linear = activation.identity();
        String sizes = widths.stream().map(String::valueOf).collect(Collectors.joining("-"));
        String options = ArchitectureSyntax.options(bias == linear ? "bias=" + bias : "", parametrization);
        return (linear ? "linear:" + sizes : "mlp:" + sizes + ":" + activation.name()) + options;
    }

    @Override
    public String toString() {
        return text();
    }
}
