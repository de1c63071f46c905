package org.paisaje.study.explain.cause.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Need;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.check.data.Enclosure;
import org.paisaje.study.explain.signal.Signals;

/** Causes in the shape of classes that no weights of the network can cut out. */
public final class TopologyRules {
    private static final double LEFT = 0.05;

    private TopologyRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(Rule.of("a class inside the other", TopologyRules::enclosed, "wiring.topology")
                .needing(Need.CLASSES, Need.PLANE, Need.DENSE));
    }

    private static Optional<Cause> enclosed(Signals s) {
        if (!(s.setup().network() instanceof Mlp mlp) || s.train().left() < LEFT) {
            return Optional.empty();
        }
        int d = mlp.inputs();
        int widest = mlp.hiddenWidths().stream().mapToInt(Integer::intValue).max().orElse(0);
        return Enclosure.beyond(mlp, s.setup().train())
                .map(found -> Cause.curable("wiring.topology", Stage.WIRING, 2,
                        "No weights of this network can cut out the class " + found.inner()
                                + ", which lies inside the class "
                                + found.outer() + ".",
                        "Around the middle of " + found.inner() + " there are samples of " + found.outer()
                                + " behind it in all "
                                + found.sectors() + (d == 1 ? " directions" : " sectors of the plane")
                                + ". Layers of at most " + Words.count(widest, "unit") + " bend a space of "
                                + Words.count(d, "dimension")
                                + " but do not lift anything out of it: where the network answers " + found.inner()
                                + " has no bounded part, so it runs through " + found.outer() + ".",
                        remedies(s, mlp, d + 1)));
    }

    private static List<Remedy> remedies(Signals s, Mlp mlp, int least) {
        int[] widths = mlp.widths().stream().mapToInt(Integer::intValue).toArray();
        for (int l = 1; l + 1 < widths.length; l++) {
            widths[l] = Math.max(widths[l], least);
        }
        List<Remedy> result = new ArrayList<>();
        result.add(new Remedy("Use hidden layers of at least " + least + " units.",
                s.setup().withNetwork(mlp.withWidths(widths))));
        result.addAll(WiringRules.widened(s.setup(), mlp));
        return result;
    }
}
