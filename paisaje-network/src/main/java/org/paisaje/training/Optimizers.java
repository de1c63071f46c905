package org.paisaje.training;

import java.util.Locale;
import java.util.Map;
import org.paisaje.training.flow.GradientFlow;
import org.paisaje.training.rule.AdaGrad;
import org.paisaje.training.rule.Adam;
import org.paisaje.training.rule.GradientDescent;
import org.paisaje.training.rule.Momentum;
import org.paisaje.training.rule.RmsProp;
import org.paisaje.training.rule.WeightDecay;
import org.paisaje.training.second.GaussNewton;
import org.paisaje.training.second.LevenbergMarquardt;
import org.paisaje.training.second.Newton;

/**
 * The string form of the optimizers: {@code name:rate,key=value,...}, such as {@code adam:1e-3},
 * {@code sgd:0.1,momentum=0.9,nesterov=true,decay=1e-4} or {@code flow:tol=1e-8,until=10}. Where the rate may be left
 * out its usual value is taken. {@code decay} is coupled except for {@code adamw}.
 */
public final class Optimizers {
    /** The names with their keys, for help texts. */
    public static final String KNOWN = "gd:RATE, sgd:RATE,momentum=,nesterov=,dampening=,decay=, "
            + "momentum:RATE,momentum=, nesterov:RATE,momentum=, adagrad:RATE,rate-decay=,eps=, "
            + "rmsprop:RATE,alpha=,eps=,momentum=,centered=, adam:RATE,beta1=,beta2=,eps=,decay=, "
            + "adamw:RATE,...,decay=, newton:RATE,modify=none|shift|absolute|cg,search=, "
            + "gauss-newton:RATE,ridge=, lm:DAMPING, flow:tol=,until=,method=auto|explicit|stabilized";

    private Optimizers() {}

    /**
     * Reads an optimizer.
     *
     * @throws IllegalArgumentException that names the part at fault and what is known
     */
    public static Optimizer parse(String text) {
        Options options = Options.parse("optimizer", text);
        Optimizer optimizer = switch (options.head()) {
            case "gd" -> new GradientDescent(options.firstOr("rate", 1e-2), decay(options));
            case "sgd" -> sgd(options);
            case "momentum" -> momentum(options, false);
            case "nesterov" -> momentum(options, true);
            case "adagrad" -> new AdaGrad(options.firstOr("rate", 1e-2), options.number("rate-decay", 0),
                    options.number("eps", 1e-10), decay(options));
            case "rmsprop" -> new RmsProp(options.firstOr("rate", 1e-2), options.number("alpha", 0.99),
                    options.number("eps", 1e-8), options.number("momentum", 0), options.flag("centered", false),
                    decay(options));
            case "adam" -> adam(options, decay(options));
            case "adamw" -> adam(options, WeightDecay.decoupled(options.number("decay", 1e-2)));
            case "newton" -> new Newton(options.firstOr("rate", 1), options.choice("modify", "shift", Map.of("none",
                    Newton.Modification.NONE, "shift", Newton.Modification.SHIFT, "absolute",
                    Newton.Modification.ABSOLUTE, "cg",
                    Newton.Modification.TRUNCATED)), options.flag("search", true));
            case "gauss-newton" -> new GaussNewton(options.firstOr("rate", 1), options.number("ridge", 0));
            case "lm" -> new LevenbergMarquardt(options.firstOr("damping", 1e-3));
            case "flow" -> new GradientFlow(options.firstOr("tol", 1e-6),
                    options.number("until", Double.POSITIVE_INFINITY),
                    options.choice("method", "auto", Map.of("auto", GradientFlow.Method.AUTO, "explicit",
                            GradientFlow.Method.EXPLICIT, "stabilized", GradientFlow.Method.STABILIZED, "exponential",
                            GradientFlow.Method.EXPONENTIAL)));
            default -> throw options.unknownHead(KNOWN);
        };
        options.finish();
        return optimizer;
    }

    private static Optimizer sgd(Options options) {
        boolean buffered = options.has("momentum") || options.has("nesterov") || options.has("dampening");
        if (!buffered) {
            options.number("momentum", 0);
            options.flag("nesterov", false);
            options.number("dampening", 0);
            return new GradientDescent(options.firstOr("rate", 1e-2), decay(options));
        }
        return new Momentum(options.firstOr("rate", 1e-2), options.number("momentum", 0),
                options.number("dampening", 0), options.flag("nesterov", false), decay(options));
    }

    private static Optimizer momentum(Options options, boolean nesterov) {
        return new Momentum(options.firstOr("rate", 1e-2), options.number("momentum", 0.9),
                nesterov ? 0 : options.number("dampening", 0), nesterov, decay(options));
    }

    private static Optimizer adam(Options options, WeightDecay decay) {
        return new Adam(options.firstOr("rate", 1e-3), options.number("beta1", 0.9), options.number("beta2", 0.999),
                options.number("eps", 1e-8), decay);
    }

    private static WeightDecay decay(Options options) {
        double lambda = options.number("decay", 0);
        WeightDecay.Kind kind = options.choice("decay-kind", "coupled",
                Map.of("coupled", WeightDecay.Kind.COUPLED, "decoupled", WeightDecay.Kind.DECOUPLED));
        return new WeightDecay(kind, lambda);
    }

    /** The decay as it is written after other settings; nothing for none. */
    public static String text(WeightDecay decay, WeightDecay.Kind usual) {
        if (decay.equals(WeightDecay.NONE)) {
            return "";
        }
        return ",decay=" + decay.lambda()
                + (decay.kind() == usual ? "" : ",decay-kind=" + decay.kind().name().toLowerCase(Locale.ROOT));
    }
}
