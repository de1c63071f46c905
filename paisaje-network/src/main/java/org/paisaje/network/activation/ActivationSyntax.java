package org.paisaje.network.activation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the names of activations. */
final class ActivationSyntax {
    private static final Map<String, Activation> NAMED = named();
    private static final String FORMS = "leaky-relu(SLOPE), abrelu(A,B), monomial(DEGREE)";

    private ActivationSyntax() {}

    private static Map<String, Activation> named() {
        Map<String, Activation> result = new LinkedHashMap<>();
        for (Activation activation : List.of(Activation.RELU, Activation.TANH, Activation.SIGMOID, Activation.SOFTPLUS,
                Activation.ERF, Activation.GELU, Activation.SILU, Activation.SIN, Activation.COS, Activation.EXP,
                Activation.GAUSSIAN, Activation.QUADRATIC, Activation.IDENTITY)) {
            result.put(activation.name(), activation);
        }
        return result;
    }

    static Activation parse(String text) {
        Activation found = NAMED.get(text);
        if (found == null && text.endsWith(")")) {
            found = withSlopes(text);
        }
        if (found == null) {
            throw new IllegalArgumentException("activation: \"" + text + "\" is not known; write one of "
                    + String.join(", ", NAMED.keySet()) + ", " + FORMS);
        }
        return found;
    }

    private static @Nullable Activation withSlopes(String text) {
        int open = text.indexOf('(');
        String[] arguments = open < 0 ? new String[0] : text.substring(open + 1, text.length() - 1).split(",", -1);
        String function = open < 0 ? text : text.substring(0, open);
        if (function.equals("leaky-relu") && arguments.length == 1) {
            return Activation.leakyRelu(slope(text, arguments[0]));
        }
        if (function.equals("abrelu") && arguments.length == 2) {
            return Activation.abRelu(slope(text, arguments[0]), slope(text, arguments[1]));
        }
        if (function.equals("monomial") && arguments.length == 1 && arguments[0].strip().matches("\\d{1,3}")) {
            return Activation.monomial(Integer.parseInt(arguments[0].strip()));
        }
        return null;
    }

    private static double slope(String text, String argument) {
        try {
            return Double.parseDouble(argument.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("activation: \"" + argument + "\" in \"" + text
                    + "\" is not a number; write " + FORMS, e);
        }
    }
}
