package org.paisaje.theory.dynamics.dead;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.PiecewiseLinear.Kinks;

/** Which steps with kinks are which layers of a trace, where a convolution has several entries for a unit. */
final class Channels {
    /** Arguments computed in two orders agree to this; others differ by far more. */
    private static final double SAME = 1e-6;

    private Channels() {}

    /** For each step with kinks its layer; empty where they are not the same row of layers. */
    static int[] match(PiecewiseLinear pieces, LayerTrace trace, Matrix x) {
        List<Kinks> kinks = pieces.steps()
                .stream()
                .filter(Kinks.class::isInstance)
                .map(Kinks.class::cast)
                .toList();
        List<LayerShape> hidden = trace.layers().stream().filter(layer -> !layer.activation().identity()).toList();
        if (kinks.size() != hidden.size() || x.rows() == 0) {
            return new int[0];
        }
        double[][] values = pieces.values(x.row(0));
        for (int k = 0; k < kinks.size(); k++) {
            LayerShape layer = hidden.get(k);
            double[] own = values[kinks.get(k).source()];
            if (own.length != layer.outputs() * layer.positions()) {
                return new int[0];
            }
            double[] told = trace.arguments(layer.index()).data();
            for (int i = 0; i < own.length; i++) {
                if (Math.abs(own[i] - told[i]) > SAME * (1 + Math.abs(own[i]))) {
                    return new int[0];
                }
            }
        }
        return hidden.stream().mapToInt(LayerShape::index).toArray();
    }

    /** By step and entry whether the slope is 0 at every sample, for entries of units that are silent at all positions. */
    static boolean[][] silent(PiecewiseLinear pieces, LayerTrace trace, int[] layers) {
        boolean[][] silent = new boolean[pieces.steps().size()][];
        int k = 0;
        for (int s = 0; s < silent.length; s++) {
            silent[s] = new boolean[pieces.steps().get(s).size()];
            if (!(pieces.steps().get(s) instanceof Kinks kinks)) {
                continue;
            }
            LayerShape layer = trace.layers().get(layers[k]);
            Matrix z = trace.arguments(layers[k++]);
            for (int c = 0; c < layer.outputs(); c++) {
                boolean all = true;
                for (int row = 0; row < z.rows() && all; row++) {
                    all = kinks.activation().first(z.get(row, c)) == 0;
                }
                for (int i = c; i < silent[s].length; i += layer.outputs()) {
                    silent[s][i] = all;
                }
            }
        }
        return silent;
    }

    /** A channel is alive where some position is, dead where all are. */
    static DeadUnits.Layer merged(DeadUnits.Layer entries, LayerShape layer) {
        List<UnitFate> units = new ArrayList<>();
        for (int c = 0; c < layer.outputs(); c++) {
            UnitFate worst = entries.units().get(c);
            for (int i = c; i < entries.units().size(); i += layer.outputs()) {
                worst = joined(worst, entries.units().get(i));
            }
            units.add(worst);
        }
        return new DeadUnits.Layer(layer.name(), units);
    }

    private static UnitFate joined(UnitFate a, UnitFate b) {
        if (!a.deadOnData() || a instanceof UnitFate.AliveOnBox) {
            return a;
        }
        if (!b.deadOnData() || b instanceof UnitFate.AliveOnBox) {
            return b;
        }
        return switch (a) {
            case UnitFate.Dead dead when b instanceof UnitFate.Dead other -> new UnitFate.Dead(
                    Math.min(dead.low(), other.low()), Math.max(dead.high(), other.high()),
                    Math.max(dead.boxes(), other.boxes()));
            case UnitFate.Dead _ -> b;
            default -> a;
        };
    }
}
