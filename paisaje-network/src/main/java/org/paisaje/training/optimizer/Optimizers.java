package org.paisaje.training.optimizer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.paisaje.registry.Entry;
import org.paisaje.registry.Options;
import org.paisaje.registry.Registry;
import org.paisaje.training.Check;
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
 * out its usual value is taken. {@code decay} is coupled except for {@code adamw}; {@code decay-kind=l1} is a penalty on absolute values.
 */
public final class Optimizers {
    private static final String DECAY = "decay=,decay-kind=coupled|decoupled|l1";
    private static final Registry<Optimizer> REGISTRY = Registry.of(Optimizer.class, "optimizer", List.of(
            entry("gd:RATE," + DECAY, "gradient descent; here and below RATE may be written lr=RATE",
                    o -> new GradientDescent(o.firstOr("rate", 1e-2), decay(o)))
                    .examples("gd:0.1", "gd:0.1,decay=1e-3"),
            entry("sgd:RATE,momentum=,nesterov=,dampening=," + DECAY, "the same as torch writes it",
                    Optimizers::sgd).examples("sgd:0.1", "sgd:0.1,momentum=0.9,nesterov=true"),
            entry("momentum:RATE,momentum=,dampening=," + DECAY, "heavy ball", o -> momentum(o, false))
                    .examples("momentum:0.05,momentum=0.9", "momentum:0.05,momentum=0.5,dampening=0.3"),
            entry("nesterov:RATE,momentum=," + DECAY, "momentum that looks ahead", o -> momentum(o, true))
                    .examples("nesterov:0.05"),
            entry("adagrad:RATE,rate-decay=,eps=," + DECAY, "rates by the sum of squared gradients",
                    o -> new AdaGrad(o.firstOr("rate", 1e-2), o.number("rate-decay", 0), o.number("eps", 1e-10),
                            decay(o)))
                    .examples("adagrad:0.1", "adagrad:0.1,rate-decay=0.1"),
            entry("rmsprop:RATE,alpha=,eps=,momentum=,centered=," + DECAY,
                    "rates by a mean of squared gradients",
                    o -> new RmsProp(o.firstOr("rate", 1e-2), o.number("alpha", 0.99), o.number("eps", 1e-8),
                            o.number("momentum", 0), o.flag("centered", false), decay(o)))
                    .examples("rmsprop:1e-2", "rmsprop:1e-2,momentum=0.9,centered=true"),
            entry("adam:RATE,beta1=,beta2=,eps=," + DECAY, "momentum and rates by squared gradients",
                    o -> adam(o, decay(o)))
                    .examples("adam:1e-2", "adam:1e-2,beta1=0.5,decay=1e-3"),
            entry("adamw:RATE,beta1=,beta2=,eps=,decay=", "Adam with decoupled weight decay",
                    o -> adam(o, WeightDecay.decoupled(o.number("decay", 1e-2))))
                    .examples("adamw:1e-2,decay=0.01"),
            entry("newton:RATE,modify=none|shift|absolute|cg,search=", "solves with the Hessian",
                    o -> new Newton(o.firstOr("rate", 1), o.choice("modify", "shift", Map.of("none",
                            Newton.Modification.NONE, "shift", Newton.Modification.SHIFT, "absolute",
                            Newton.Modification.ABSOLUTE, "cg", Newton.Modification.TRUNCATED)),
                            o.flag("search", true)))
                    .examples("newton", "newton:1,modify=cg"),
            entry("gauss-newton:RATE,ridge=", "solves with the curvature of the loss alone",
                    o -> new GaussNewton(o.firstOr("rate", 1), o.number("ridge", 0)))
                    .examples("gauss-newton:1,ridge=1e-3"),
            entry("lm:DAMPING", "Levenberg and Marquardt's damped least squares",
                    o -> new LevenbergMarquardt(o.firstOr("damping", 1e-3)))
                    .aliases("levenberg-marquardt")
                    .examples("lm:1e-3"),
            entry("flow:TOLERANCE,until=,method=auto|explicit|stabilized|exponential", "gradient flow to a tolerance",
                    o -> new GradientFlow(o.firstOr("tol", 1e-6), o.number("until", Double.POSITIVE_INFINITY),
                            o.choice("method", "auto", Map.of("auto", GradientFlow.Method.AUTO, "explicit",
                                    GradientFlow.Method.EXPLICIT, "stabilized", GradientFlow.Method.STABILIZED,
                                    "exponential", GradientFlow.Method.EXPONENTIAL))))
                    .examples("flow:1e-6", "flow:1e-6,until=10")));

    private Optimizers() {}

    private static Entry<Optimizer> entry(String form, String description, Function<Options, Optimizer> factory) {
        return Entry.of(Optimizer.class, form, description, factory);
    }

    /** All optimizers that have a name. */
    public static Registry<Optimizer> registry() {
        return REGISTRY;
    }

    /**
     * Reads an optimizer.
     *
     * @throws IllegalArgumentException that names the part at fault and what is known
     */
    public static Optimizer parse(String text) {
        return REGISTRY.parse(text);
    }

    private static Optimizer sgd(Options options) {
        boolean buffered = options.has("momentum") || options.has("nesterov") || options.has("dampening");
        if (!buffered) {
            options.number("momentum", 0);
            options.flag("nesterov", false);
            options.number("dampening", 0);
            return new GradientDescent(options.firstOr("rate", 1e-2), decay(options));
        }
        double momentum = options.number("momentum", 0);
        for (String needing : List.of("nesterov", "dampening")) {
            Check.that(momentum > 0 || !options.has(needing), "sgd", needing, "given",
                    "a momentum above 0 beside it, as momentum=0.9, or to be left out");
        }
        return new Momentum(options.firstOr("rate", 1e-2), momentum, options.number("dampening", 0),
                options.flag("nesterov", false), decay(options));
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
                Map.of("coupled", WeightDecay.Kind.COUPLED, "decoupled", WeightDecay.Kind.DECOUPLED, "l1",
                        WeightDecay.Kind.L1));
        Check.that(lambda != 0 || !options.has("decay-kind"), "optimizer", "decay-kind",
                kind.name().toLowerCase(Locale.ROOT),
                "a decay beside it, as decay=1e-3, or to be left out");
        return new WeightDecay(kind, lambda);
    }

    /** The decay as it is written after other settings; nothing for none. */
    public static String text(WeightDecay decay, WeightDecay.Kind usual) {
        if (decay.equals(WeightDecay.NONE)) {
            return "";
        }
        return ",decay=" + Options.written(decay.lambda())
                + (decay.kind() == usual ? "" : ",decay-kind=" + decay.kind().name().toLowerCase(Locale.ROOT));
    }
}
