package org.paisaje.study.initialize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;
import org.paisaje.theory.dynamics.signal.SignalMap;

/** Initialisations worth a try for a network, each with a name that can be typed. */
final class Candidates {
    private static final int NARROW = 16;
    private static final double WIDER = 1.25;
    /** Three digits do not tell these apart. */
    private static final double SAME = 0.005;

    private Candidates() {}

    static List<Initializer> of(Architecture network) {
        List<LayerShape> layers = network.layerShapes();
        long blocks = layers.stream().filter(LayerShape::hasSkip).count();
        double step = layers.stream().filter(LayerShape::hasSkip).mapToDouble(LayerShape::step).max().orElse(1);
        List<Double> gains = new ArrayList<>();
        boolean narrow = layers.stream().limit(layers.size() - 1L).anyMatch(layer -> layer.outputs() <= NARROW);
        SignalMap.edge(network.activation(), 0).ifPresent(edge -> {
            gains.add(edge.sigmaW());
            if (narrow) {
                // The usual draw of narrow layers lies below the mean, which rare large ones carry.
                gains.add(WIDER * edge.sigmaW());
            }
        });
        if (blocks > 0) {
            // Each of n blocks then adds about 1 / n to the mean square.
            gains.add(network.activation().weightScale() / Math.max(1, Math.abs(step) * Math.sqrt(blocks)));
        }
        Map<String, Initializer> found = new LinkedHashMap<>();
        switch (network.parametrization()) {
            case Parametrization.Standard standard -> {
                add(found, Initializer.standardFor(network), Initializer.heNormal(), Initializer.lecunNormal(),
                        Initializer.glorotUniform());
                for (double gain : gains) {
                    if (Math.abs(gain - 1) > SAME && Math.abs(gain - Math.sqrt(2)) > SAME) {
                        add(found, Initializer.parse("fan-in(" + typed(gain) + ")"));
                    }
                    add(found, Initializer.parse("orthogonal(" + typed(gain) + ")"));
                }
            }
            case Parametrization.Ntk ntk -> {
                add(found, Initializer.standardNormal());
                for (double gain : gains) {
                    add(found, Initializer.parse("normal(" + typed(gain / ntk.sigmaW()) + ")"));
                }
            }
            case Parametrization.MeanField mean -> add(found, Initializer.meanField());
            case Parametrization.Mup mup -> {
                add(found, Initializer.standardFor(network));
                for (double gain : gains) {
                    add(found, Initializer.parse(mup.name() + "(" + typed(gain) + ")"));
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static void add(Map<String, Initializer> found, Initializer... more) {
        for (Initializer one : more) {
            found.putIfAbsent(one.name(), one);
        }
    }

    /** Three digits are enough to type. */
    private static String typed(double gain) {
        return String.format(Locale.ROOT, "%.3g", gain).replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
    }
}
