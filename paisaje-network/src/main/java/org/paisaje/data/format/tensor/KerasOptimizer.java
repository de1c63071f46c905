package org.paisaje.data.format.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The state of an optimizer that Keras 3 keeps beside the weights: {@code optimizer/vars/0} how many steps, {@code 1} the
 * rate, then running means for each trainable variable. Adam's stand in pairs, mean and mean of squares. Keras divides by
 * {@code sqrt(v) + epsilon} before v is corrected for its start at 0, and RMSprop and Adagrad by {@code sqrt(v + epsilon)};
 * squares are given so that {@code sqrt(v) + epsilon} after the correction, as the rules here have it, is the same number.
 */
final class KerasOptimizer {
    private static final Pattern VARIABLE = Pattern.compile("(.*?)(?:_(\\d+))?/vars/(\\d+)");
    private static final double EPSILON = 1e-7;

    private final String kind;
    private final Optional<JsonNode> config;
    private final List<Tensor.Form> state;
    private final SequencedMap<String, Tensor.Form> parameters;

    private KerasOptimizer(String kind, Optional<JsonNode> config, List<Tensor.Form> state,
            SequencedMap<String, Tensor.Form> parameters) {
        this.kind = kind;
        this.config = config;
        this.state = state;
        this.parameters = parameters;
    }

    /**
     * What the state is of; absent if its arrays are not those that such a rule has for these weights.
     *
     * @param name the name of the rule that the file has
     * @param model the configuration of the model; absent in a file of weights alone
     * @param state types and shapes of the variables of the optimizer, in order
     * @param weights those of the weights, by their names
     */
    static Optional<KerasOptimizer> of(String name, Optional<String> model, List<Tensor.Form> state,
            SequencedMap<String, Tensor.Form> weights) {
        Optional<JsonNode> config = model.flatMap(KerasOptimizer::compiled);
        String kind = config.map(one -> one.path("class_name").asString(""))
                .orElse(name)
                .toLowerCase(Locale.ROOT)
                .replace("_", "");
        var parameters = new LinkedHashMap<String, Tensor.Form>();
        weights.entrySet()
                .stream()
                .filter(entry -> VARIABLE.matcher(entry.getKey()).matches())
                .sorted(Comparator.comparing(entry -> entry.getKey(), KerasOptimizer::inOrder))
                .forEach(entry -> parameters.put(entry.getKey(), entry.getValue()));
        var found = new KerasOptimizer(kind, config, List.copyOf(state), parameters);
        return parameters.size() == weights.size() && found.fits() ? Optional.of(found) : Optional.empty();
    }

    private static Optional<JsonNode> compiled(String model) {
        try {
            JsonNode found = JsonMapper.shared().readTree(model).path("compile_config").path("optimizer");
            return found.has("class_name") ? Optional.of(found) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static int inOrder(String a, String b) {
        Matcher first = VARIABLE.matcher(a);
        Matcher second = VARIABLE.matcher(b);
        if (!first.matches() || !second.matches()) {
            return a.compareTo(b);
        }
        int stem = first.group(1).compareTo(second.group(1));
        int number = Long.compare(number(first.group(2)), number(second.group(2)));
        return stem != 0 ? stem : number != 0 ? number : Long.compare(number(first.group(3)), number(second.group(3)));
    }

    private static long number(String digits) {
        return digits == null ? -1 : digits.length() > 9 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private boolean fits() {
        int n = parameters.size();
        int from = 2;
        if (state.size() < from || !scalar(0) || !scalar(1) || n == 0 || config.filter(this::odd).isPresent()) {
            return false;
        }
        List<Tensor.Form> forms = List.copyOf(parameters.values());
        IntPredicate one = i -> state.size() == from + n && same(state.get(from + i), forms.get(i));
        return switch (kind) {
            case "adam", "adamw" -> state.size() == from + (amsgrad() ? 3 : 2) * n && all(n,
                    i -> same(state.get(from + 2 * i), forms.get(i))
                            && same(state.get(from + 2 * i + 1), forms.get(i)));
            case "rmsprop" ->
                state.size() == from + n * (1 + (number("momentum", 0) > 0 ? 1 : 0) + (flag("centered") ? 1 : 0))
                        && all(n, i -> same(state.get(from + i), forms.get(i)));
            case "adagrad" -> all(n, one);
            // What the momentum is stands in the configuration alone.
            case "sgd" -> state.size() == from || config.isPresent() && all(n, one);
            default -> false;
        };
    }

    private static boolean all(int n, IntPredicate what) {
        return IntStream.range(0, n).allMatch(what);
    }

    private boolean scalar(int i) {
        return state.get(i).count() == 1;
    }

    private static boolean same(Tensor.Form a, Tensor.Form b) {
        return Arrays.equals(a.shape(), b.shape());
    }

    /** Settings that bring variables of their own, or a rate that is not a number. */
    private boolean odd(JsonNode compiled) {
        JsonNode settings = compiled.path("config");
        return settings.path("use_ema").asBoolean(false)
                || !settings.path("gradient_accumulation_steps").isMissingNode()
                        && !settings.path("gradient_accumulation_steps").isNull()
                || settings.path("learning_rate").isObject();
    }

    private boolean amsgrad() {
        return flag("amsgrad") || config.isEmpty() && state.size() == 2 + 3 * parameters.size();
    }

    private boolean flag(String name) {
        return config.map(one -> one.path("config").path(name).asBoolean(false)).orElse(false);
    }

    private double number(String name, double usual) {
        return config.map(one -> one.path("config").path(name))
                .filter(JsonNode::isNumber)
                .map(JsonNode::asDouble)
                .orElse(usual);
    }

    /** What was taken for granted; empty where the file says all. */
    Optional<String> note() {
        return config.isPresent() || kind.equals("sgd")
                ? Optional.empty()
                : Optional
                        .of("it has the state of the optimizer but not its constants, taken to be those that Keras has "
                                + "for " + kind + " unless told; a .keras file says them");
    }

    /** The entries, read. */
    OptimizerEntries entries(IntFunction<double[]> read) {
        double steps = read.apply(0)[0];
        double rate = read.apply(1)[0];
        var rates = new LinkedHashMap<String, Tensor>();
        var squares = new LinkedHashMap<String, Tensor>();
        int n = parameters.size();
        IntUnaryOperator place = kind.startsWith("adam")
                ? amsgrad() ? i -> 2 + 2 * n + i : i -> 2 + 2 * i + 1
                : i -> 2 + i;
        int i = 0;
        for (var parameter : parameters.entrySet()) {
            double[] all = new double[(int) parameter.getValue().count()];
            Arrays.fill(all, rate);
            rates.put(parameter.getKey(), new Tensor(ElementType.F64, parameter.getValue().shape(), all));
            if (!kind.equals("sgd")) {
                double[] kept = read.apply(place.applyAsInt(i++));
                squares.put(parameter.getKey(),
                        new Tensor(ElementType.F64, parameter.getValue().shape(), asHere(kept, steps)));
            }
        }
        return new OptimizerEntries(rule(rate), steps, new TensorMap(rates),
                kind.equals("sgd") ? Optional.empty() : Optional.of(new TensorMap(squares)));
    }

    private double[] asHere(double[] kept, double steps) {
        double epsilon = number("epsilon", EPSILON);
        double corrected = Math.sqrt(1 - Math.pow(number("beta_2", 0.999), steps));
        return Arrays.stream(kept)
                .map(v -> kind.startsWith("adam")
                        ? Math.sqrt(v) + epsilon * (1 - corrected)
                        : Math.sqrt(v + epsilon) - epsilon)
                .map(root -> root * root)
                .toArray();
    }

    private String rule(double rate) {
        List<String> options = new ArrayList<>();
        OptionalDouble decay = config.map(one -> one.path("config").path("weight_decay"))
                .filter(JsonNode::isNumber)
                .map(one -> OptionalDouble.of(one.asDouble()))
                .orElse(OptionalDouble.empty());
        String name = kind;
        switch (kind) {
            case "adam", "adamw" -> {
                name = decay.isPresent() || kind.equals("adamw") ? "adamw" : "adam";
                options.add("beta1=" + number("beta_1", 0.9));
                options.add("beta2=" + number("beta_2", 0.999));
                options.add("eps=" + number("epsilon", EPSILON));
            }
            case "rmsprop" -> {
                options.add("alpha=" + number("rho", 0.9));
                options.add("eps=" + number("epsilon", EPSILON));
            }
            case "adagrad" -> options.add("eps=" + number("epsilon", EPSILON));
            default -> {}
        }
        if (number("momentum", 0) > 0) {
            options.add("momentum=" + number("momentum", 0));
            if (flag("nesterov")) {
                options.add("nesterov=true");
            }
        }
        if (flag("centered")) {
            options.add("centered=true");
        }
        if (decay.orElse(0) > 0 || name.equals("adamw")) {
            options.add("decay=" + decay.orElse(kind.equals("adamw") && config.isEmpty() ? 0.004 : 0));
            if (!name.equals("adamw")) {
                options.add("decay-kind=decoupled");
            }
        }
        // Keras keeps its rate in single precision.
        return name + ":" + (float) rate + (options.isEmpty() ? "" : "," + String.join(",", options));
    }
}
